using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The <c>resource</c> parameter (RFC 8707): a token that names its audience cannot be used elsewhere.</summary>
internal static class ResourceIndicators
{
    /// <summary>More than a token needs: its text would name each of them.</summary>
    internal const int MaxNamed = 20;

    /// <summary>The resources that a request names, each once and as it is registered with the server.</summary>
    internal static Outcome<ImmutableArray<string>> Read(RequestParameters parameters, OAuth2ServerOptions options)
    {
        var named = parameters.Values("resource");
        if (named.Length > MaxNamed) return OAuthError.InvalidTarget($"The request names more than {MaxNamed} resources.");
        if (named.Any(resource => !IsKnown(resource, options)))
            return OAuthError.InvalidTarget(
                "The resource is unknown.", "The request names a resource that is not among OAuth2ServerOptions.Resources.");
        return AsRegistered(named, options);
    }

    /// <summary>Resources in their registered spelling, which is the one that resource servers know; one that is not registered stays as it
    /// is.</summary>
    internal static ImmutableArray<string> AsRegistered(ImmutableArray<string> resources, OAuth2ServerOptions options) => resources switch
    {
        [] => resources,
        [var only] => [AsRegistered(only, options)],
        _ => [.. resources.Select(resource => AsRegistered(resource, options)).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>The audience of a token: the resources that its request names, within those of the authorization.</summary>
    internal static Outcome<ImmutableArray<string>> Audience(Authorization authorization, ImmutableArray<string> named)
    {
        if (named.IsEmpty) return authorization.Resources;
        var granted = authorization.Resources;
        return granted.IsEmpty || named.All(resource => granted.Any(one => ResourceUri.AreSame(one, resource)))
            ? named
            : OAuthError.InvalidTarget("The resource was not granted.");
    }

    /// <summary>The scope names that the audience uses (RFC 8707 §2).</summary>
    internal static Scope Narrow(Scope scope, ImmutableArray<string> audience, OAuth2ServerOptions options)
    {
        List<string> used = [];
        foreach (var resource in audience)
        {
            var known = Find(resource, options);
            // The default resource need not be registered; then it uses every scope.
            if (known is { Scopes.Count: 0 } || (known is null && IsDefault(resource, options))) return scope;
            used.AddRange(known?.Scopes ?? []);
        }
        return scope.Intersect(Scope.Of(used));
    }

    /// <summary>Whether a resource is registered, or the default one.</summary>
    internal static bool IsKnown(string resource, OAuth2ServerOptions options) =>
        Find(resource, options) is not null || IsDefault(resource, options);

    /// <summary>The registration of a resource; null when there is none.</summary>
    internal static ProtectedResource? Find(string resource, OAuth2ServerOptions options)
    {
        var resources = options.Resources;
        for (var i = 0; i < resources.Count; i++)
        {
            if (resources[i].Resource == resource) return resources[i];
        }
        for (var i = 0; i < resources.Count; i++)
        {
            if (ResourceUri.AreSame(resources[i].Resource, resource)) return resources[i];
        }
        return null;
    }

    /// <summary>Whether a client is the resource server of a resource: it is registered as its client, or has its name (RFC 7662
    /// §4). A client that describes itself has an address as its name, which could be that of a resource.</summary>
    internal static bool IsOf(Client client, string resource, OAuth2ServerOptions options) =>
        (!client.IsSelfRegistered && ResourceUri.AreSame(resource, client.Id))
        || options.Resources.Any(known => known.ClientId == client.Id && ResourceUri.AreSame(known.Resource, resource));

    private static bool IsDefault(string resource, OAuth2ServerOptions options) =>
        options.DefaultResource is { } fallback && ResourceUri.AreSame(fallback, resource);

    /// <summary>The registered spelling of a resource, or of the default one; one that is neither stays as it is.</summary>
    internal static string AsRegistered(string resource, OAuth2ServerOptions options) =>
        Find(resource, options)?.Resource ?? (IsDefault(resource, options) ? options.DefaultResource! : resource);
}
