using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The <c>resource</c> parameter (RFC 8707): a token that names its audience cannot be used elsewhere.</summary>
internal static class ResourceIndicators
{
    /// <summary>The resources that a request names; each must be registered with the server.</summary>
    internal static Outcome<ImmutableArray<string>> Read(RequestParameters parameters, OAuth2ServerOptions options)
    {
        var named = parameters.Values("resource");
        foreach (var resource in named)
        {
            if (Find(resource, options) is null)
                return OAuthError.InvalidTarget(
                    "The resource is unknown.", "The request names a resource that is not among OAuth2ServerOptions.Resources.");
        }
        return named;
    }

    /// <summary>The audience of a token: the resources that its request names, within those of the authorization.</summary>
    internal static Outcome<ImmutableArray<string>> Audience(Authorization authorization, ImmutableArray<string> named)
    {
        if (named.IsEmpty) return authorization.Resources;
        return authorization.Resources.IsEmpty || named.All(resource => authorization.Resources.Contains(resource, StringComparer.Ordinal))
            ? named
            : OAuthError.InvalidTarget("The resource was not granted.");
    }

    /// <summary>The scope names that the audience uses (RFC 8707 §2).</summary>
    internal static Scope Narrow(Scope scope, ImmutableArray<string> audience, OAuth2ServerOptions options)
    {
        ProtectedResource[] known = [.. audience.Select(resource => Find(resource, options)).OfType<ProtectedResource>()];
        if (known.Any(resource => resource.Scopes.Count == 0)) return scope;
        return scope.Intersect(Scope.Of(known.SelectMany(resource => resource.Scopes)));
    }

    private static ProtectedResource? Find(string resource, OAuth2ServerOptions options) =>
        options.Resources.FirstOrDefault(known => known.Resource == resource);
}
