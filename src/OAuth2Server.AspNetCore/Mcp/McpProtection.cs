namespace OAuth2Server.AspNetCore;

/// <summary>Which scopes an MCP server needs.</summary>
public sealed class McpProtection
{
    /// <summary>The scope names that every request needs.</summary>
    /// <value>Default empty: a valid token is enough.</value>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The scope names that the call of a tool needs beside <see cref="Scopes"/>, separated by spaces, by the name of the
    /// tool.</summary>
    /// <value>Default empty. A client that calls such a tool with a token that has less gets 403 with the whole scope, and asks the user
    /// for it (RFC 6750 §3.1).</value>
    public IDictionary<string, string> ToolScopes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The name of the server for users (<c>resource_name</c>); null for none.</summary>
    public string? ResourceName { get; set; }

    /// <summary>Changes what is published about the resource; null changes nothing.</summary>
    public Action<ProtectedResourceMetadata>? Metadata { get; set; }

    internal Scope AllScopes => ToolScopes.Values.Aggregate(Scope.Of(Scopes), (all, scope) => all.Union(Scope.Parse(scope)));
}
