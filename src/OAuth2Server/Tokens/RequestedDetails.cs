namespace OAuth2Server;

/// <summary>The <c>authorization_details</c> that a request asks for (RFC 9396 §2, §5): read, and checked by their types.</summary>
public static class RequestedDetails
{
    /// <summary>Checks the details of a request.</summary>
    /// <param name="client">The client.</param>
    /// <param name="isAsked">Whether a user is asked before they are granted.</param>
    /// <param name="context">The request.</param>
    /// <param name="options">The settings.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The details; empty when the request has none; <c>invalid_authorization_details</c>.</returns>
    internal static ValueTask<Outcome<AuthorizationDetails>> ReadAsync(
        Client client, bool isAsked, OAuthContext context, OAuth2ServerOptions options, CancellationToken ct) =>
        context[AuthorizationDetails.Property] is { } text
            ? CheckAsync(text, client, isAsked, context, options, ct)
            : new(AuthorizationDetails.Empty);

    /// <summary>The scope of a request that names none: nothing where it names details, so that a client that asks for one payment does not
    /// get its whole scope with it. Null takes the default (RFC 6749 §3.3).</summary>
    /// <param name="context">The request.</param>
    internal static Scope? ScopeBeside(OAuthContext context) => context[AuthorizationDetails.Property] is null ? null : Scope.Empty;

    /// <summary>Checks details that a client asks for, wherever they stand: in the parameter, or in an assertion that a grant of your own
    /// reads. Such a grant returns them as <see cref="Granted.AuthorizationDetails"/>.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="client">The client.</param>
    /// <param name="isAsked">Whether a user is asked before they are granted. Where none is, the registration of the client must name the
    /// types: nothing else limits it.</param>
    /// <param name="context">The request.</param>
    /// <param name="options">The settings.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The details; <c>invalid_authorization_details</c> for an unknown type, for one that the client may not use, and for an
    /// object that its type does not accept.</returns>
    public static async ValueTask<Outcome<AuthorizationDetails>> CheckAsync(
        string text, Client client, bool isAsked, OAuthContext context, OAuth2ServerOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        if (AuthorizationDetails.Parse(text).IsError(out var unreadable, out var details)) return unreadable;
        for (var i = 0; i < details.Count; i++)
        {
            if (await ProblemAsync(details[i], client, isAsked, context, options, ct) is { } problem) return problem;
            if (details.Take(i).Any(details[i].Says))
                return OAuthError.InvalidAuthorizationDetails($"Object {i} of authorization_details is there twice: send it once.");
        }
        return details;
    }

    /// <summary>The type of an object; null when the server does not have it, or not for this client.</summary>
    /// <param name="type">The name.</param>
    /// <param name="client">The client.</param>
    /// <param name="options">The settings.</param>
    internal static AuthorizationDetailsType? Find(string type, Client client, OAuth2ServerOptions options) =>
        client.AuthorizationDetailsTypes is not { } registered || registered.Contains(type, StringComparer.Ordinal)
            ? Find(type, options)
            : null;

    /// <summary>The type of an object; null when the server does not have it.</summary>
    /// <param name="type">The name.</param>
    /// <param name="options">The settings.</param>
    internal static AuthorizationDetailsType? Find(string type, OAuth2ServerOptions options)
    {
        var types = options.AuthorizationDetailsTypes;
        for (var i = 0; i < types.Count; i++)
        {
            if (types[i].Type == type) return types[i];
        }
        return null;
    }

    private static async ValueTask<OAuthError?> ProblemAsync(
        AuthorizationDetail one, Client client, bool isAsked, OAuthContext context, OAuth2ServerOptions options, CancellationToken ct)
    {
        if (Find(one.Type, options) is not { } type)
            return OAuthError.InvalidAuthorizationDetails(
                $"The type '{one.Type}' is unknown: use one of authorization_details_types_supported in the metadata.");
        if (Find(one.Type, client, options) is null || (!isAsked && client.AuthorizationDetailsTypes is null))
            return OAuthError.InvalidAuthorizationDetails(
                $"The client is not registered for the type '{one.Type}': add it to its authorization_details_types.", "RFC 9396 §10");
        foreach (var member in one.Json.EnumerateObject())
        {
            // A member that nothing reads would look to the client like a limit (RFC 9396 §5).
            if (member.Name != AuthorizationDetail.TypeMember && !type.Members.Contains(member.Name, StringComparer.Ordinal))
                return OAuthError.InvalidAuthorizationDetails(
                    $"The type '{one.Type}' has no member '{member.Name}': use {string.Join(", ", type.Members)}.");
        }
        return await type.ValidateAsync(one, client, context, ct) is { } wrong
            ? OAuthError.InvalidAuthorizationDetails(wrong, detail: $"The type is {one.Type}.")
            : null;
    }
}
