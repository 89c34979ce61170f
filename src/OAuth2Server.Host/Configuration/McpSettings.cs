namespace OAuth2Server.Host;

/// <summary>The servers of the Model Context Protocol that the tokens are for. What they imply in other settings applies where these are
/// missing.</summary>
internal sealed record McpSettings
{
    /// <summary>The name of the group.</summary>
    internal const string Group = "Mcp";

    /// <summary>The request header that MCP clients send, also from pages.</summary>
    internal const string ProtocolHeader = "MCP-Protocol-Version";

    public IReadOnlyList<McpResource> Resources { get; init; } = [];

    /// <summary>Whether there is one: then clients may describe and register themselves.</summary>
    internal bool IsOn => Resources.Count > 0;

    /// <summary>The scopes of all of them.</summary>
    internal IReadOnlyList<string> Scopes => [.. Resources.SelectMany(resource => resource.Scopes).Distinct(StringComparer.Ordinal)];

    /// <summary>The name of a resource for users; null when it has none.</summary>
    internal string? NameOf(string resource) => Resources.FirstOrDefault(one => one.Resource == resource)?.Name;

    /// <summary>The resources that a request can name: the configured ones, and those of MCP servers that are not among them.</summary>
    internal IReadOnlyList<ProtectedResource> AddTo(IReadOnlyList<ProtectedResource> configured) =>
    [
        .. configured,
        .. Resources.Where(mcp => !configured.Any(one => one.Resource == mcp.Resource)).Select(mcp => new ProtectedResource
        {
            Resource = mcp.Resource,
            Scopes = [.. mcp.Scopes],
            // An MCP server has no secret with which it could ask about tokens.
            AccessTokenFormat = AccessTokenFormat.Jwt,
        }),
    ];

    /// <summary>Reads the group.</summary>
    /// <param name="section">The group.</param>
    /// <param name="addScope">Adds a scope to those of the server, unless it is there.</param>
    internal static McpSettings Read(SettingsSection section, Action<Setting> addScope)
    {
        var resources = section.List(nameof(Resources), resource => ReadResource(resource, addScope));
        foreach (var twice in resources.GroupBy(one => one.Resource).Where(group => group.Key.Length > 0 && group.Count() > 1))
            section.Problem(nameof(Resources), $"has '{twice.Key}' twice.");
        return new() { Resources = resources };
    }

    private static McpResource ReadResource(SettingsSection resource, Action<Setting> addScope)
    {
        var uri = resource.RequiredText(nameof(McpResource.Resource));
        // A client sends requests to it, so that it is not any URI.
        if (uri.Length > 0) resource.Url(nameof(McpResource.Resource));
        var scopes = resource.Texts(nameof(McpResource.Scopes));
        if (scopes.Count == 0)
            resource.Problem(nameof(McpResource.Scopes), "is missing: name at least one scope, which clients ask their users for.");
        foreach (var scope in scopes) addScope(scope);
        return new(uri, [.. scopes.Select(scope => scope.Value)], resource.Text(nameof(McpResource.Name)));
    }
}

/// <summary>A server of the Model Context Protocol.</summary>
/// <param name="Resource">Its URL, which is the audience of its tokens (RFC 8707).</param>
/// <param name="Scopes">The scopes that it uses; at least one.</param>
/// <param name="Name">Its name for users; null shows the URL only.</param>
internal sealed record McpResource(string Resource, IReadOnlyList<string> Scopes, string? Name);
