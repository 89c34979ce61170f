namespace OAuth2Server.Host;

/// <content>Clients that describe themselves by a document.</content>
internal static partial class SettingsCatalogue
{
    private static GroupDefinition ClientDocuments => new("ClientIdMetadataDocuments",
    [
        new FlagDefinition(nameof(ClientDocumentSettings.Enabled),
            "Whether a client may [describe itself by a document](mcp.md#clients) at the https address that is its client identifier "
            + "(draft-ietf-oauth-client-id-metadata-document-02). The server fetches the document.")
        { Default = "false; true with `Mcp`" },
        new TextsDefinition(nameof(ClientDocumentSettings.AllowedHosts), "hosts; `*.example.com` for the hosts below one",
            "The hosts whose documents are accepted.")
        { Default = "every host" },
        new TextsDefinition(nameof(ClientDocumentSettings.Scopes), "scope names",
            "The scopes that such a client may ask its users for.")
        { Default = "all of `Scopes`; with `Mcp` those of its servers" },
        new TextsDefinition(nameof(ClientDocumentSettings.AuthorizationDetailsTypes), DetailsTypes,
            "The types of authorization details that such a client may ask its users for."),
        new FlagDefinition(nameof(ClientDocumentSettings.AllowPrivateAddresses),
            "Whether the documents and keys of clients that describe or register themselves may be in private networks or on this machine, "
            + "and their keys at plain http. For development: the start is refused unless the server is on a loopback address.")
        { Default = False },
    ]);
}
