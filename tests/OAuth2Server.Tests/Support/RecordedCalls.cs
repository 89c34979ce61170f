namespace OAuth2Server.Tests.Support;

/// <summary>Writes down, in order, every model function and policy that a server calls.</summary>
public sealed class RecordedCalls : IScopeValidator, IScopeVerifier, IRedirectUriPolicy, ITokenGenerator
{
    private readonly List<string> _names = [];
    private readonly RegisteredScope _scopes = new(Scope.Empty);
    private readonly RegisteredRedirectUris _redirectUris = new();
    private readonly RandomTokenGenerator _generator = new();

    /// <summary>Puts itself before the store and in the place of every policy.</summary>
    public static Action<Setup> Into(RecordedCalls calls, bool exchanges = false) => setup =>
    {
        setup.Model = exchanges
            ? new ExchangingModel(setup.Store) { OnCall = calls.Note }
            : new DelegatingModel(setup.Store) { OnCall = calls.Note };
        setup.Policies = new() { ScopeValidator = calls, ScopeVerifier = calls, RedirectUriPolicy = calls, TokenGenerator = calls };
    };

    /// <summary>The names since the last look, and forgets them.</summary>
    public string Take()
    {
        var text = string.Join(" > ", _names);
        _names.Clear();
        return text;
    }

    public ValueTask<Outcome<Scope>> ValidateScopeAsync(
        User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct)
    {
        Note("validateScope");
        return _scopes.ValidateScopeAsync(user, client, requested, context, ct);
    }

    public ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct)
    {
        Note("verifyScope");
        return new(token.Scope.Contains(required));
    }

    public ValueTask<bool> ValidateRedirectUriAsync(string redirectUri, Client client, OAuthContext context, CancellationToken ct)
    {
        Note("validateRedirectUri");
        return _redirectUris.ValidateRedirectUriAsync(redirectUri, client, context, ct);
    }

    public ValueTask<string> GenerateAccessTokenAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct)
    {
        Note("generateAccessToken");
        return _generator.GenerateAccessTokenAsync(draft, context, ct);
    }

    public ValueTask<string> GenerateRefreshTokenAsync(Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct)
    {
        Note("generateRefreshToken");
        return _generator.GenerateRefreshTokenAsync(client, user, scope, context, ct);
    }

    public ValueTask<string> GenerateAuthorizationCodeAsync(
        Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct)
    {
        Note("generateAuthorizationCode");
        return _generator.GenerateAuthorizationCodeAsync(client, user, scope, context, ct);
    }

    private void Note(string name) => _names.Add(name);
}
