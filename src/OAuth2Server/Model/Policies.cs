namespace OAuth2Server;

/// <summary>Policies of a server. Where one is null, the model's is used if the model implements it, and the default otherwise.</summary>
public sealed class Policies
{
    /// <summary>Which scope is granted; the default is <see cref="RegisteredScope"/>.</summary>
    public IScopeValidator? ScopeValidator { get; init; }

    /// <summary>Whether a token has the scope that a request needs; the default is <see cref="AllRequiredScopes"/>.</summary>
    public IScopeVerifier? ScopeVerifier { get; init; }

    /// <summary>Which redirect URIs a client may use; the default is <see cref="RegisteredRedirectUris"/>.</summary>
    public IRedirectUriPolicy? RedirectUriPolicy { get; init; }

    /// <summary>The texts of tokens and codes; the default is <see cref="RandomTokenGenerator"/>.</summary>
    public ITokenGenerator? TokenGenerator { get; init; }

    /// <summary>Which clients may register themselves (RFC 7591); the default accepts what the rules of the server accept.</summary>
    public IClientRegistrationPolicy? ClientRegistrationPolicy { get; init; }
}
