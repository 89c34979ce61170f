using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>A device's request that waits for an answer: only <c>FindDeviceRequestAsync</c> of the server makes one, and
/// <c>CompleteDeviceAsync</c> takes it.</summary>
public sealed class DeviceRequest
{
    internal DeviceRequest(DeviceCode code, OAuthContext context) => (Code, Context) = (code, context);

    /// <summary>The client that sent it.</summary>
    public required Client Client { get; init; }

    /// <summary>The user code as the device shows it: the page shows it too, so that the user can compare (RFC 8628 §3.3.1).</summary>
    public required string UserCode { get; init; }

    /// <summary>The issuer that it was sent to.</summary>
    public string Issuer => Code.Authorization.Issuer;

    /// <summary>The requested scope, defaults filled in.</summary>
    public Scope Scope => Code.Authorization.Scope;

    /// <summary>The resources that the tokens will be for; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources => Code.Authorization.Resources;

    /// <summary>The authorization details that the device asks for (RFC 9396); empty for none.
    /// <see cref="AuthorizationServer.Describe"/> has their texts.</summary>
    public AuthorizationDetails AuthorizationDetails => AuthorizationDetails.In(Code.Authorization);

    internal OAuthContext Context { get; }

    internal DeviceCode Code { get; }

    /// <summary>The client and the scope: with the user code any signed-in user could answer.</summary>
    public override string ToString() => $"DeviceRequest({Client.Id}: {Scope})";
}
