using System.Text.Json;

namespace OAuth2Server;

/// <summary>A registration that a client asks for, for the policy of the application.</summary>
public sealed class RequestedRegistration
{
    /// <summary>The client as the rules of the server make it.</summary>
    public required Client Client { get; init; }

    /// <summary>The members of the request (RFC 7591 §2), one JSON object, those that the server does not know too. Nothing in it is
    /// verified.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>The client as it is registered now; null for a new registration.</summary>
    public Client? Registered { get; init; }

    /// <summary>The claims of a verified software statement; null without one.</summary>
    public JsonElement? SoftwareStatement { get; init; }

    /// <summary>The bearer token of a new registration; null without one. With <see cref="RegistrationMode.InitialAccessToken"/> it is
    /// verified.</summary>
    public Secret? InitialAccessToken { get; init; }

    /// <summary>The client only.</summary>
    public override string ToString() => $"RequestedRegistration({Client.Id})";
}
