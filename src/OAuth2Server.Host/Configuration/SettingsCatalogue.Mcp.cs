namespace OAuth2Server.Host;

/// <content>Servers of the Model Context Protocol.</content>
internal static partial class SettingsCatalogue
{
    private static GroupDefinition Mcp => new(McpSettings.Group,
    [
        new ListDefinition(nameof(McpSettings.Resources),
        [
            new TextDefinition(nameof(McpResource.Resource), "https URL; http on loopback",
                "The URL of an [MCP server](mcp.md), exactly as clients get it. It is a resource with JWT access tokens, unless "
                + "`Resources` has it. With one MCP server, clients may describe themselves and register themselves where the settings of "
                + "both are missing.")
            { Default = Required },
            new TextsDefinition(nameof(McpResource.Scopes), "scope names",
                "The scopes that the MCP server uses; at least one. One that is not in `Scopes` is added.")
            { Default = Required },
            new TextDefinition(nameof(McpResource.Name), "text", "The name of the MCP server on the consent page.")
            { Default = "the URL" },
        ]),
    ]);
}
