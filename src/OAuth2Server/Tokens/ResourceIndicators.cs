using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The <c>resource</c> parameter (RFC 8707): a token that names its audience is worthless elsewhere.</summary>
internal static class ResourceIndicators
{
    /// <summary>The resources a request names; all must be registered with the server.</summary>
    internal static Outcome<ImmutableArray<string>> Read(OAuthRequest request, OAuth2ServerOptions options)
    {
        var named = request.Parameters.Values("resource");
        foreach (var resource in named)
        {
            if (Find(resource, options) is null)
                return OAuthError.InvalidTarget("The resource is unknown.", "The request names a resource that is not among OAuth2ServerOptions.Resources.");
        }
        return named;
    }

    /// <summary>The audience of a token: what its request names, within what the authorization allows.</summary>
    internal static Outcome<ImmutableArray<string>> Audience(Authorization authorization, ImmutableArray<string> named)
    {
        if (named.IsEmpty) return authorization.Resources;
        return authorization.Resources.IsEmpty || AreWithin(authorization.Resources, named)
            ? named
            : OAuthError.InvalidTarget("The resource was not granted.");
    }

    /// <summary>The scope names that mean something to the audience (RFC 8707 §2).</summary>
    internal static Scope Narrow(Scope scope, ImmutableArray<string> audience, OAuth2ServerOptions options)
    {
        if (audience.IsEmpty) return scope;
        var understood = Known(audience, options);
        if (understood.Any(r => r.Scopes.Count == 0)) return scope;
        return scope.Intersect(Scope.Of(understood.SelectMany(r => r.Scopes)));
    }

    private static bool AreWithin(ImmutableArray<string> granted, ImmutableArray<string> named) => named.All(r => granted.Contains(r, StringComparer.Ordinal));

    private static ProtectedResource[] Known(ImmutableArray<string> audience, OAuth2ServerOptions options) =>
        [.. audience.Select(resource => Find(resource, options)).OfType<ProtectedResource>()];

    private static ProtectedResource? Find(string resource, OAuth2ServerOptions options) =>
        options.Resources.FirstOrDefault(r => r.Resource == resource);
}
