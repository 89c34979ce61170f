using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>A device's request that waits for an answer: only <see cref="AuthorizationServer.FindDeviceRequestAsync"/> makes one, and <see cref="AuthorizationServer.CompleteDeviceAsync"/> wants it back.</summary>
public sealed class DeviceRequest
{
    internal DeviceRequest(DeviceCode code) => Code = code;

    /// <summary>The client that asks.</summary>
    public required Client Client { get; init; }

    /// <summary>The issuer that it is asked of.</summary>
    public required string Issuer { get; init; }

    /// <summary>The user code as the device shows it: the page shows it, too, so that people can compare (RFC 8628 §3.3.1).</summary>
    public required string UserCode { get; init; }

    /// <summary>What the client asks for, defaults filled in.</summary>
    public required Scope Scope { get; init; }

    /// <summary>The resources that the tokens will be for; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The request of the resource owner's browser.</summary>
    public required OAuthRequest Original { get; init; }

    internal DeviceCode Code { get; }

    /// <summary>The client and the scope: with the user code anybody could answer.</summary>
    public override string ToString() => $"DeviceRequest({Client.Id}: {Scope})";
}
