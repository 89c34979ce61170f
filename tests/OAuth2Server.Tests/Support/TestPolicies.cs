namespace OAuth2Server.Tests.Support;

/// <summary>A scope policy that throws.</summary>
public sealed class FailingScopes : IScopeValidator
{
    public ValueTask<Outcome<Scope>> ValidateScopeAsync(
        User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) =>
        throw new InvalidOperationException("boom");
}

/// <summary>A generator that always makes the same text.</summary>
public sealed class FixedTexts(string text) : ITokenGenerator
{
    public ValueTask<string> GenerateAccessTokenAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct) => new(text);

    public ValueTask<string> GenerateRefreshTokenAsync(
        Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct) => new(text);

    public ValueTask<string> GenerateAuthorizationCodeAsync(
        Client client, User? user, Scope scope, OAuthContext context, CancellationToken ct) => new(text);
}

/// <summary>A scope policy written as a function, which sees the user after sign-in.</summary>
public sealed class Scopes(Func<User?, Scope?, Outcome<Scope>> decide) : IScopeValidator
{
    public ValueTask<Outcome<Scope>> ValidateScopeAsync(
        User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) =>
        new(decide(user, requested));
}
