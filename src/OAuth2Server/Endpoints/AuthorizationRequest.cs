using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>An authorization request that was found valid: only <see cref="AuthorizationServer.AuthorizeAsync"/> makes one, and <see cref="AuthorizationServer.CompleteAsync"/> wants it back.</summary>
public sealed class AuthorizationRequest
{
    internal AuthorizationRequest()
    {
    }

    /// <summary>The client that asks.</summary>
    public required Client Client { get; init; }

    /// <summary>The issuer that it is asked of.</summary>
    public required string Issuer { get; init; }

    /// <summary>What it asks for, defaults filled in: what a consent page shows.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Where the answer goes.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>The resources that the tokens will be for; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The request as it came.</summary>
    public required OAuthRequest Original { get; init; }

    internal Pkce.Challenge Challenge { get; init; }

    internal bool RedirectUriSent { get; init; }

    internal string? State { get; init; }

    /// <summary>The client and the scope: the state is the client's secret.</summary>
    public override string ToString() => $"AuthorizationRequest({Client.Id}: {Scope})";
}
