using OAuth2Server.AspNetCore;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The settings of clients that describe themselves by a document, which is at the address that is their client
/// identifier.</summary>
internal sealed record ClientDocumentSettings
{
    private static readonly ClientIdMetadataDocumentOptions Library = new();

    public bool Enabled { get; init; }

    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> AuthorizationDetailsTypes { get; init; } = [];

    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Whether such a client can have a grant type.</summary>
    internal bool MayUse(string grantType) => Enabled && Library.GrantTypes.Contains(grantType);

    /// <summary>Whether such a client can have a scope.</summary>
    internal bool MayRequest(string scope) => Enabled && Scopes.Contains(scope);

    internal static ClientDocumentSettings Read(
        SettingsSection section, McpSettings mcp, IEnumerable<string> allScopes, Func<Setting, string> knownScope,
        Func<Setting, string> knownType)
    {
        var settings = new ClientDocumentSettings
        {
            Enabled = section.Flag(nameof(Enabled)) ?? mcp.IsOn,
            AllowPrivateAddresses = section.Flag(nameof(AllowPrivateAddresses)) == true,
            AllowedHosts = [.. section.Texts(nameof(AllowedHosts)).Select(host => host.Value)],
            Scopes = section.OptionalTexts(nameof(Scopes)) is { } scopes ? [.. scopes.Select(knownScope)]
                : mcp.IsOn ? mcp.Scopes
                : [.. allScopes],
            AuthorizationDetailsTypes = [.. section.Texts(nameof(AuthorizationDetailsTypes)).Select(knownType)],
        };
        var options = new ClientIdMetadataDocumentOptions();
        settings.SetTo(options);
        foreach (var problem in options.Validate()) section.Problem(nameof(AllowedHosts), problem[(problem.IndexOf(' ') + 1)..]);
        return settings;
    }

    /// <summary>Adds such clients if they are on.</summary>
    internal static OAuth2Builder<TModel> AddTo<TModel>(OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IOAuthModel =>
        settings.ClientDocuments.Enabled
            ? server.AddClientIdMetadataDocuments(settings.ClientDocuments.SetTo)
            : server;

    internal void SetTo(OutboundOptions options) => options.AllowPrivateAddressesOfSelfRegistered = AllowPrivateAddresses;

    private void SetTo(ClientIdMetadataDocumentOptions options) =>
        (options.AllowedHosts, options.Scopes, options.AuthorizationDetailsTypes) =
            ([.. AllowedHosts], [.. Scopes], [.. AuthorizationDetailsTypes]);
}
