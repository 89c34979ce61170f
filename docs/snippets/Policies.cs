using OAuth2Server;

namespace Snippets;

// snippet: redirect
/// <summary>For native applications that registered the name localhost instead of a loopback address.</summary>
public sealed class LocalhostPorts : IRedirectUriPolicy
{
    private readonly RegisteredRedirectUris _registered = new(anyLocalhostPort: true);

    public ValueTask<bool> ValidateRedirectUriAsync(string redirectUri, Client client, OAuthContext context, CancellationToken ct) =>
        _registered.ValidateRedirectUriAsync(redirectUri, client, context, ct);
}
// end-snippet

// snippet: verify
/// <summary>One of the required scopes is enough.</summary>
public sealed class AnyOfTheScopes : IScopeVerifier
{
    public ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct) =>
        new(!token.Scope.Intersect(required).IsEmpty);
}
// end-snippet

// snippet: validate
/// <summary>Only administrators can grant the scope "admin" to a client; if another user allows, the client gets the rest.</summary>
public sealed class AdminScope(Admins admins) : IScopeValidator
{
    private readonly RegisteredScope _registered = new(defaultScope: Scope.Empty);

    public async ValueTask<Outcome<Scope>> ValidateScopeAsync(
        User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct) =>
        (await _registered.ValidateScopeAsync(user, client, requested, context, ct)).IsError(out var error, out var scope)
            ? error
            : Allowed(user, scope);

    public async ValueTask<Outcome<Scope>> RevalidateScopeAsync(
        User? user, Client client, Scope granted, OAuthContext context, CancellationToken ct) =>
        (await _registered.RevalidateScopeAsync(user, client, granted, context, ct)).IsError(out var error, out var scope)
            ? error
            : Allowed(user, scope);

    private Outcome<Scope> Allowed(User? user, Scope scope)
    {
        // Before the sign-in there is no user. The server calls this function again after it.
        if (user is null || !scope.Contains("admin") || admins.Include(user.Id)) return scope;

        var rest = Scope.Of(scope.Where(name => name != "admin"));
        return rest.IsEmpty ? OAuthError.InvalidScope("Only administrators may allow admin.") : rest;
    }
}
// end-snippet

/// <summary>The ids of the administrators.</summary>
public sealed class Admins
{
    private readonly HashSet<string> _ids = [];

    public bool Include(string userId) => _ids.Contains(userId);
}
