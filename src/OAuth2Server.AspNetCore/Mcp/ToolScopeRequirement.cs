using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;

namespace OAuth2Server.AspNetCore;

/// <summary>An authorization requirement: a token that calls a tool must have the scope of the tool.</summary>
/// <param name="scopes">The scope of each tool, by its name.</param>
internal sealed class ToolScopeRequirement(IEnumerable<KeyValuePair<string, string>> scopes) : IAuthorizationRequirement
{
    private readonly FrozenDictionary<string, Scope> _scopes =
        scopes.ToFrozenDictionary(pair => pair.Key, pair => Scope.Parse(pair.Value), StringComparer.Ordinal);

    /// <summary>Whether no tool has a scope.</summary>
    internal bool IsEmpty => _scopes.Count == 0;

    /// <summary>The scope of the tools that a request calls.</summary>
    /// <param name="tools">Their names; null when they are not known: then it is the scope of all tools.</param>
    internal Scope Of(IEnumerable<string>? tools) =>
        (tools ?? _scopes.Keys).Aggregate(Scope.Empty, (all, tool) => _scopes.TryGetValue(tool, out var scope) ? all.Union(scope) : all);

    /// <inheritdoc/>
    public override string ToString() => $"ToolScopeRequirement({string.Join(' ', _scopes.Keys)})";
}
