using OAuth2Server;

namespace Snippets;

// snippet: redirect
/// <summary>Refuses plain http everywhere, so that no native application can use a loopback address.</summary>
public sealed class NoPlainHttp : IRedirectUriPolicy
{
    private readonly RegisteredRedirectUris _registered = new();

    public async ValueTask<bool> ValidateRedirectUriAsync(string redirectUri, Client client, OAuthContext context, CancellationToken ct) =>
        !redirectUri.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
        && await _registered.ValidateRedirectUriAsync(redirectUri, client, context, ct);
}
// end-snippet

// snippet: verify
/// <summary>One of the required scopes is sufficient.</summary>
public sealed class AnyOfTheScopes : IScopeVerifier
{
    public ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct) =>
        new(!token.Scope.Intersect(required).IsEmpty);
}
// end-snippet

// snippet: validate
/// <summary>Only administrators can give a client the scope "admin"; for other users the client gets the other scopes.</summary>
public sealed class AdminScope(Admins admins) : IScopeValidator
{
    private readonly RegisteredScope _registered = new(defaultScope: Scope.Empty);

    public async ValueTask<Outcome<Scope>> ValidateScopeAsync(
        User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct)
    {
        var registered = await _registered.ValidateScopeAsync(user, client, requested, context, ct);
        return registered.IsError(out var error, out var scope) ? error : Allowed(user, scope);
    }

    public async ValueTask<Outcome<Scope>> RevalidateScopeAsync(
        User? user, Client client, Scope granted, OAuthContext context, CancellationToken ct)
    {
        var registered = await _registered.RevalidateScopeAsync(user, client, granted, context, ct);
        return registered.IsError(out var error, out var scope) ? error : Allowed(user, scope);
    }

    private Outcome<Scope> Allowed(User? user, Scope scope)
    {
        // The user is null before sign-in: the server asks again after it.
        if (user is null || !scope.Contains("admin") || admins.Include(user.Id)) return scope;

        var rest = Scope.Of(scope.Where(name => name != "admin"));
        return rest.IsEmpty ? OAuthError.InvalidScope("Only administrators may allow admin.") : rest;
    }
}
// end-snippet

/// <summary>The users who are administrators.</summary>
public sealed class Admins
{
    private readonly HashSet<string> _ids = [];

    public bool Include(string userId) => _ids.Contains(userId);
}
