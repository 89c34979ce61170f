using System.Net;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>Reads the section <c>OAuth2Server</c> and reports everything that is wrong in it together.</summary>
internal sealed partial class SettingsReader
{
    private readonly List<string> _problems = [];
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, string> _scopes = new(StringComparer.Ordinal);
    private readonly List<string> _unpublishedScopes = [];
    private readonly HashSet<string> _detailsTypes = new(StringComparer.Ordinal);

    private SettingsReader()
    {
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="StartException">A setting is wrong. Each problem names the full key.</exception>
    internal static HostSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader();
        var section = new SettingsSection(configuration.GetSection(HostSettings.Section), SettingsCatalogue.Server, reader._problems);
        var settings = reader.Read(section);
        section.RefuseOthers();
        return reader._problems.Count == 0 ? settings : throw new StartException(reader._problems);
    }

    private HostSettings Read(SettingsSection section)
    {
        var mcp = ReadScopes(section, out var ownScopes);
        var detailsTypes = section.List(DetailsTypeSettings.List, ReadDetailsType);
        var clients = new ClientReader(_scopes, KnownDetailsType, _problems, _findings);
        var settings = new HostSettings
        {
            Issuer = Issuer(section),
            Store = section.Object("Store", ReadStore),
            Demo = section.Flag("Demo") == true,
            BehindTlsProxy = section.Flag("BehindTlsProxy") == true,
            Telemetry = section.Object("Telemetry", ReadTelemetry),
            KnownProxies = [.. section.Texts("KnownProxies").Select(Proxy)],
            Keys = section.Object("Keys", KeySettings.Read),
            IntrospectionSigningAlgorithm = ReadIntrospection(section),
            SignIn = section.Object(SignInSettings.Group, SignInSettings.Read),
            OpenId = section.Object("OpenIdConnect", OpenIdSettings.Read),
            TokenExchange = section.Object(TokenExchangeSettings.Group, TokenExchangeSettings.Read),
            Trusted = TrustedIssuerSettings.Read(section),
            Profile = Enum.Parse<SecurityProfile>(section.Choice("Profile") ?? nameof(SecurityProfile.None)),
            DPoP = section.Object("DPoP", DPoPSettings.Read),
            MutualTls = section.Object("MutualTls", MutualTlsSettings.Read),
            Tokens = TokenSettings.Read(section),
            CorsAllowedHeaders = ReadHeaders(section),
            Scopes = _scopes,
            UnpublishedScopes = _unpublishedScopes,
            DefaultResource = ReadDefaultResource(section),
            DefaultScopes = [.. section.Texts("DefaultScopes").Select(KnownScope)],
            Registration = ReadRegistration(section, mcp),
            ClientDocuments = ReadClientDocuments(section, mcp, ownScopes),
            DetailsTypes = detailsTypes,
            Mcp = mcp,
            Resources = mcp.AddTo(section.List("Resources", ReadResource)),
            Clients = section.List("Clients", clients.Read),
            Users = section.List("Users", new UserReader().Read),
            Findings = _findings,
        };
        Check(section, settings);
        return settings;
    }

    // The scopes come first: the other settings name them.
    private McpSettings ReadScopes(SettingsSection section, out string[] ownScopes)
    {
        section.List("Scopes", ReadScope);
        var mcp = section.Object(McpSettings.Group, read => McpSettings.Read(read, AddScope));
        ownScopes = [.. _scopes.Keys];
        AddScopesOfOpenId();
        return mcp;
    }

    private static string? ReadIntrospection(SettingsSection section) =>
        section.Object("Introspection", read => read.Choice("SigningAlgorithm"));

    private RegistrationSettings ReadRegistration(SettingsSection section, McpSettings mcp) =>
        section.Object("DynamicRegistration", read => RegistrationSettings.Read(read, mcp, KnownScope, KnownDetailsType));

    private ClientDocumentSettings ReadClientDocuments(SettingsSection section, McpSettings mcp, string[] ownScopes) => section.Object(
        "ClientIdMetadataDocuments", read => ClientDocumentSettings.Read(read, mcp, ownScopes, KnownScope, KnownDetailsType));

    private string? Issuer(SettingsSection section)
    {
        if (section.Text("Issuer") is not { } issuer) return null;
        // Each sentence of the library begins with the name of the option.
        var sentences = new OAuth2ServerOptions { Issuer = issuer }.Validate();
        _problems.AddRange(sentences.Select(sentence => $"{HostSettings.Section}:{sentence}"));
        return issuer;
    }

    private string ReadScope(SettingsSection scope)
    {
        var name = scope.RequiredText("Name");
        var displayName = scope.Text("DisplayName") ?? name;
        var isPublished = scope.Flag("Published") != false;
        if (name.Length == 0) return name;
        if (!IsScopeName(name)) scope.Problem("Name", NotScopeName(name));
        else if (!_scopes.TryAdd(name, displayName)) scope.Problem("Name", $"'{name}' is there twice.");
        else if (!isPublished) _unpublishedScopes.Add(name);
        return name;
    }

    private void AddScope(Setting scope)
    {
        if (!IsScopeName(scope.Value)) _problems.Add($"{scope.Key} {NotScopeName(scope.Value)}");
        else _scopes.TryAdd(scope.Value, scope.Value);
    }

    private static bool IsScopeName(string name) =>
        Scope.TryParse(name, out var parsed) && parsed.Count == 1 && parsed.ToString() == name;

    private static string NotScopeName(string name) =>
        $"'{name}' is not a scope name: use visible ASCII without space, quote and backslash (RFC 6749 §3.3).";

    // OpenID Connect publishes them where it is on.
    private void AddScopesOfOpenId()
    {
        foreach (var (name, text) in OpenIdSettings.Scopes.Where(scope => !_scopes.ContainsKey(scope.Key)))
        {
            _scopes.Add(name, text);
            _unpublishedScopes.Add(name);
        }
    }

    private string KnownScope(Setting scope)
    {
        if (!_scopes.ContainsKey(scope.Value)) _problems.Add($"{scope.Key} '{scope.Value}' is not in {HostSettings.Section}:Scopes.");
        return scope.Value;
    }

    private DeclaredDetailsType ReadDetailsType(SettingsSection type)
    {
        var settings = DetailsTypeSettings.Read(type);
        if (settings.Type.Length > 0 && !_detailsTypes.Add(settings.Type)) type.Problem("Type", $"'{settings.Type}' is there twice.");
        return new(settings);
    }

    private string KnownDetailsType(Setting type)
    {
        if (!_detailsTypes.Contains(type.Value))
            _problems.Add($"{type.Key} '{type.Value}' is not in {HostSettings.Section}:{DetailsTypeSettings.List}.");
        return type.Value;
    }

    private ProtectedResource ReadResource(SettingsSection resource)
    {
        var uri = resource.RequiredText("Resource");
        if (uri.Length > 0 && !IsResource(uri))
            resource.Problem("Resource", $"'{uri}' is not an absolute URI without fragment (RFC 8707 §2).");
        return new()
        {
            Resource = uri,
            Scopes = [.. resource.Texts("Scopes").Select(KnownScope)],
            ClientId = resource.Text("ClientId"),
            AccessTokenFormat = resource.Format("AccessTokenFormat"),
            SigningAlgorithm = resource.Choice("SigningAlgorithm"),
        };
    }

    private static string? ReadDefaultResource(SettingsSection section)
    {
        var uri = section.Text("DefaultResource");
        if (uri is not null && !IsResource(uri))
            section.Problem("DefaultResource", $"'{uri}' is not an absolute URI without fragment (RFC 8707 §2).");
        return uri;
    }

    private static bool IsResource(string uri) =>
        !new OAuth2ServerOptions { Issuer = "https://localhost", Resources = [new() { Resource = uri }] }.Validate().Any();

    private static bool IsResourceServer(Client client, string id) =>
        client.Id == id && client.Type == ClientType.Confidential
        && (client.GrantTypes.IsEmpty || client.GrantTypes.Contains(TokenExchangeGrant.Name));

    private static StoreSettings ReadStore(SettingsSection store)
    {
        var provider = Enum.Parse<StoreProvider>(store.Choice("Provider") ?? nameof(StoreProvider.Sqlite));
        var connection = store.Text("ConnectionString");
        if (provider == StoreProvider.PostgreSql && connection is null)
        {
            store.Problem("ConnectionString", "is missing: PostgreSql needs one, "
                + "for instance Host=127.0.0.1;Database=oauth2;Username=oauth2;Password=…");
        }
        if (provider == StoreProvider.Memory && connection is not null)
            store.Problem("ConnectionString", "must not be set: Memory has no database.");
        var settings = new StoreSettings(provider, connection ?? (provider == StoreProvider.Sqlite ? StoreSettings.DefaultSqlite : ""))
        {
            MaxClockDifference = store.Time("MaxClockDifference", StoreSettings.Default.MaxClockDifference),
        };
        if (ConnectionStrings.Problem(settings) is { } problem) store.Problem("ConnectionString", problem);
        return settings;
    }

    private static TelemetrySettings ReadTelemetry(SettingsSection telemetry)
    {
        var otlp = telemetry.Text("Otlp");
        if (otlp is not null && !Telemetry.IsUrl(otlp))
            telemetry.Problem("Otlp", $"'{otlp}' is not an http or https URL, such as http://127.0.0.1:4317.");
        var protocol = telemetry.Choice("Protocol");
        if (protocol is not null && otlp is null) telemetry.Problem("Protocol", "is set, but Otlp is missing.");
        return new(otlp, protocol);
    }

    // An address is a network of one.
    private IPNetwork Proxy(Setting proxy)
    {
        if (IPAddress.TryParse(proxy.Value, out var address)) return new(address, address.GetAddressBytes().Length * 8);
        if (!IPNetwork.TryParse(proxy.Value, out var network) || !network.BaseAddress.Equals(IPAddress.Parse(proxy.Value.Split('/')[0])))
        {
            _problems.Add($"{proxy.Key} '{proxy.Value}' is not an IP address or a network, such as 10.1.2.3 or 10.1.0.0/16 "
                + "(in a network, the bits after the prefix are 0).");
        }
        else if (network.PrefixLength == 0)
        {
            _problems.Add($"{proxy.Key} '{proxy.Value}' is every address: any client could then choose the address by which "
                + "the server counts its attempts.");
        }
        return network;
    }

    private IReadOnlyList<string> ReadHeaders(SettingsSection section) =>
        section.OptionalTexts("CorsAllowedHeaders") is { } names
            ? [.. names.Select(HeaderName)]
            : HostSettings.Default.CorsAllowedHeaders;

    private string HeaderName(Setting header)
    {
        if (!OAuth2AspNetCoreOptions.IsHeaderName(header.Value))
            _problems.Add($"{header.Key} '{header.Value}' is not the name of a header (RFC 9110 §5.1).");
        return header.Value;
    }
}
