using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The <c>authorization_details</c> of a token response: what was granted, or the part of it that the request names (RFC 9396 §6,
/// §7).</summary>
internal static class GrantedDetails
{
    /// <summary>Finds the details of an access token, and puts those that are granted now into a new authorization.</summary>
    /// <param name="issue">The response. Its scope, its authorization and its audience are known.</param>
    /// <param name="options">The settings.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Null when the token may be issued; <c>invalid_authorization_details</c> otherwise.</returns>
    internal static async ValueTask<OAuthError?> FindAsync(Issue issue, OAuth2ServerOptions options, CancellationToken ct)
    {
        var (granted, client, context) = (issue.Granted, issue.Client, issue.Context);
        var known = granted.Continues is null ? granted.AuthorizationDetails : AuthorizationDetails.In(granted.Continues);
        if ((await RequestedDetails.ReadAsync(client, isAsked: known is not null, context, options, ct)).IsError(
            out var wrong, out var requested)) return wrong;
        var all = known ?? requested;
        if (all.IsEmpty && requested.IsEmpty) return null;
        if (granted.Continues is null)
            issue.Authorization = issue.Authorization with { Properties = all.WriteTo(issue.Authorization.Properties) };

        // A type that the client lost since, or the server, gives nothing more.
        var usable = AuthorizationDetails.Of(all.Where(one => RequestedDetails.Find(one.Type, client, options) is not null));
        if (requested.FirstOrDefault(one => !IsPermitted(one, usable, options)) is { } more)
            return OAuthError.InvalidAuthorizationDetails(
                $"An object of the type '{more.Type}' is more than was granted: request what was granted, or a part of it.",
                "RFC 9396 §6");
        // An empty list asks for none of them; without the parameter the token has all.
        var given = context[AuthorizationDetails.Property] is null ? usable : requested;
        if (given.IsEmpty && issue.Scope.IsEmpty)
            return OAuthError.InvalidAuthorizationDetails("The token would allow nothing: no authorization_details and no scope are left.");
        Add(issue, OfAudience(given, issue.Form.Audience), all);
        return null;
    }

    private static bool IsPermitted(AuthorizationDetail requested, AuthorizationDetails granted, OAuth2ServerOptions options)
    {
        var type = RequestedDetails.Find(requested.Type, options)!;
        return granted.Any(one => one.Type == requested.Type && type.Permits(one, requested));
    }

    // An object that says where it is used is for no other resource (RFC 9396 §2.2, §9.1).
    private static AuthorizationDetails OfAudience(AuthorizationDetails details, ImmutableArray<string> audience) => audience.IsEmpty
        ? details
        : AuthorizationDetails.Of(details.Where(one =>
            one.Texts("locations") is not { IsEmpty: false } locations
            || locations.Any(location => audience.Any(resource => IsAt(location, resource)))));

    private static bool IsAt(string location, string resource) =>
        ResourceUri.AreSame(location, resource)
        || location.StartsWith(resource.TrimEnd('/') + "/", StringComparison.Ordinal);

    // The token holds its own details only where they differ from those of its authorization, so that a store has them once.
    private static void Add(Issue issue, AuthorizationDetails details, AuthorizationDetails all)
    {
        if (!details.SequenceEqual(all)) issue.Properties = details.WriteTo(issue.Properties);
    }
}
