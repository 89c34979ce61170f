namespace OAuth2Server;

/// <summary>The default scope policy: the requested scope, if the client is registered for all of it; the default scope, if none was
/// requested (RFC 6749 §3.3).</summary>
/// <param name="defaultScope">What a request without scope gets, as far as the client is registered for it; empty: all that the client is
/// registered for.</param>
public sealed class RegisteredScope(Scope defaultScope) : IScopeValidator
{
    // Clients ask for it where the metadata lists it. A server ignores it for a client that may not have it (OpenID Connect Core §11).
    private const string OfflineAccess = "offline_access";

    /// <inheritdoc/>
    public ValueTask<Outcome<Scope>> ValidateScopeAsync(
        User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct)
    {
        if (requested is null) return new(defaultScope.IsEmpty ? client.Scope : Default(client));
        if (requested.Count > 1 && !client.Scope.Contains(OfflineAccess)) requested = requested.Except(Scope.Of([OfflineAccess]));
        return client.Scope.Contains(requested)
            ? new(requested)
            : new(OAuthError.InvalidScope("The client is not registered for all of the scope."));
    }

    // RFC 6749 §3.3: where the default gives nothing, the request fails because it has no scope.
    private Outcome<Scope> Default(Client client)
    {
        var given = defaultScope.Intersect(client.Scope);
        return given.IsEmpty && !client.Scope.IsEmpty
            ? OAuthError.InvalidScope("scope is missing, and the client is not registered for the default one.")
            : given;
    }

    /// <summary>Keeps what the client is still registered for; <c>invalid_scope</c> when that is nothing.</summary>
    public ValueTask<Outcome<Scope>> RevalidateScopeAsync(
        User? user, Client client, Scope granted, OAuthContext context, CancellationToken ct)
    {
        var left = granted.Intersect(client.Scope);
        return left.IsEmpty && !granted.IsEmpty
            ? new(OAuthError.InvalidScope("The client is no longer registered for any of the scope."))
            : new(left);
    }
}
