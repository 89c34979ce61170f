using System.Collections.Concurrent;

namespace OAuth2Server.AspNetCore;

/// <summary>The resources whose metadata this application publishes: challenges name the address (RFC 9728 §5.1).</summary>
internal sealed class ProtectedResources
{
    private readonly ConcurrentDictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>The number of resources.</summary>
    internal int Count => _addresses.Count;

    /// <summary>The URL of the metadata of a resource; null when it is not published here.</summary>
    internal string? MetadataAddressOf(string? resource) => resource is null ? null : _addresses.GetValueOrDefault(resource);

    /// <returns>False when the resource was added before.</returns>
    internal bool Add(string resource) => _addresses.TryAdd(resource, ResourceAddress.MetadataAddress(resource));
}
