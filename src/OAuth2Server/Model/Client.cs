using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>A registered client, as the model tells it. Derive your own; the library only reads.</summary>
/// <remarks>A client with no grant types can request nothing: it is a resource server that may ask about tokens.</remarks>
public record Client
{
    /// <summary>The client identifier (RFC 6749 §2.2), compared ordinally.</summary>
    public required string Id { get; init; }

    /// <summary>The name that users see on the consent page; null shows the <see cref="Id"/> (<c>client_name</c>, RFC 7591 §2).</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether it can keep a secret.</summary>
    public required ClientType Type { get; init; }

    /// <summary>The authentication methods it is registered for; empty: both forms of a secret for a confidential client, <c>none</c> for a
    /// public one.</summary>
    public ImmutableArray<string> AuthenticationMethods { get; init; } = [];

    /// <summary>The grant types it may use: <c>authorization_code</c>, <c>refresh_token</c>, an extension's URI.</summary>
    public ImmutableArray<string> GrantTypes { get; init; } = [];

    /// <summary>The redirect URIs it may use, compared as text (RFC 6749 §3.1.2.3, RFC 9700 §2.1).</summary>
    public ImmutableArray<string> RedirectUris { get; init; } = [];

    /// <summary>The scope it may ask for.</summary>
    public Scope Scope { get; init; } = Scope.Empty;

    /// <summary>How long its access tokens live; null takes <see cref="OAuth2ServerOptions.AccessTokenLifetime"/>.</summary>
    public TimeSpan? AccessTokenLifetime { get; init; }

    /// <summary>How long its refresh tokens may lie unused; null takes <see cref="OAuth2ServerOptions.RefreshTokenLifetime"/>.</summary>
    public TimeSpan? RefreshTokenLifetime { get; init; }

    /// <summary>False lets a confidential client ask for codes without PKCE. A public client always needs it (RFC 9700 §2.1.1).</summary>
    public bool RequirePkce { get; init; } = true;

    /// <summary>Additive data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The id alone.</summary>
    public sealed override string ToString() => $"Client({Id})";
}
