namespace OAuth2Server.Host;

/// <summary>Settings with which the clients of MCP servers fail.</summary>
internal static class McpFindings
{
    internal static IEnumerable<Finding> Of(HostSettings settings)
    {
        if (!settings.Mcp.IsOn) yield break;
        if (!settings.CorsAllowedHeaders.Contains(McpSettings.ProtocolHeader, StringComparer.OrdinalIgnoreCase))
        {
            yield return Finding.Warning("mcp-cors",
                $"{HostSettings.Section}:CorsAllowedHeaders lacks {McpSettings.ProtocolHeader}: MCP clients in a browser send it, and "
                + "their requests fail.", $"Add {McpSettings.ProtocolHeader}, or remove CorsAllowedHeaders.");
        }
        if (settings.Tokens.RequirePushedAuthorizationRequests)
        {
            yield return Finding.Warning("mcp-pushed-requests",
                $"{HostSettings.Section}:RequirePushedAuthorizationRequests is true: MCP clients push no requests, and each of theirs is "
                + "refused.", "Set it to false, and RequirePushedAuthorizationRequests of the clients that can.");
        }
        if (settings.DPoP.RequireProof)
        {
            yield return Finding.Warning("mcp-dpop",
                $"{HostSettings.Section}:DPoP:RequireProof is true: most MCP clients send no proof, and get no token.",
                "Set it to false, and DPoPBoundAccessTokens of the clients that can.");
        }
        if (settings.Profile == SecurityProfile.Fapi2)
        {
            yield return Finding.Warning("mcp-profile",
                $"{HostSettings.Section}:Profile is Fapi2: it refuses public clients, and most MCP clients are public.",
                "Set Profile to Rfc9700, and to Fapi2 for single clients.", "FAPI 2.0 §5.3.2.1");
        }
        if (settings is { Registration.Mode: RegistrationMode.Off, ClientDocuments.Enabled: false }
            && !settings.Clients.Any(client => settings.Mcp.Scopes.Any(client.Client.Scope.Contains)))
        {
            yield return Finding.Warning("mcp-no-client",
                $"{HostSettings.Section}:Mcp has servers that no client can use: clients may neither register nor describe themselves, and "
                + "none of Clients has one of their scopes.",
                "Remove ClientIdMetadataDocuments:Enabled, or give a client one of the scopes.");
        }
    }
}
