namespace OAuth2Server;

/// <summary>Policies given explicitly. One that is null is the model's, if the model implements it, and otherwise the default.</summary>
public sealed class Policies
{
    /// <summary>Which scope is given; the default is <see cref="RegisteredScope"/>.</summary>
    public IScopeValidator? ScopeValidator { get; init; }

    /// <summary>Whether a token is good for what a request needs; the default is <see cref="AllRequiredScopes"/>.</summary>
    public IScopeVerifier? ScopeVerifier { get; init; }

    /// <summary>Where a client may be answered; the default is <see cref="RegisteredRedirectUris"/>.</summary>
    public IRedirectUriPolicy? RedirectUriPolicy { get; init; }

    /// <summary>What tokens look like; the default is <see cref="RandomTokenGenerator"/>.</summary>
    public ITokenGenerator? TokenGenerator { get; init; }
}
