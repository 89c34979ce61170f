using OAuth2Server.AspNetCore;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Issuers whose assertions are accepted instead of a sign-in here.</summary>
internal sealed record TrustedIssuerSettings
{
    /// <summary>The name of the list.</summary>
    internal const string Group = "TrustedIssuers";

    public IReadOnlyList<TrustedIssuer> Issuers { get; init; } = [];

    /// <summary>How the users of each issuer are found here, by the name of the issuer.</summary>
    public IReadOnlyDictionary<string, SubjectMapping> Mappings { get; init; } =
        new Dictionary<string, SubjectMapping>(StringComparer.Ordinal);

    internal static TrustedIssuerSettings Read(SettingsSection section)
    {
        var mappings = new Dictionary<string, SubjectMapping>(StringComparer.Ordinal);
        var issuers = section.List(Group, read =>
        {
            var issuer = TrustedIssuerReader.Read(read);
            mappings[issuer.Issuer] = SubjectMapping.Read(read);
            return issuer;
        });
        return new() { Issuers = issuers, Mappings = mappings };
    }

    /// <summary>Whether the server accepts assertions: a client has the grant type, and an issuer is trusted.</summary>
    internal static bool IsEnabled(HostSettings settings) =>
        settings.Trusted.Issuers.Count > 0 && Grants.IsEnabled(JwtBearerGrant.Name, settings);

    internal static void AddTo<TModel>(OAuth2Builder<TModel> server, HostSettings settings) where TModel : class, IAssertionModel
    {
        if (IsEnabled(settings)) server.AddJwtBearerGrant(settings.Trusted.SetTo);
    }

    internal void SetTo(JwtBearerOptions options) => options.Issuers = [.. Issuers];

    /// <summary>Adds a problem for each issuer whose assertions could never be used.</summary>
    internal void Check(SettingsSection section, HostSettings settings)
    {
        var options = new JwtBearerOptions();
        SetTo(options);
        var server = new OAuth2ServerOptions { Issuer = settings.Issuer ?? "", Resources = [.. settings.Resources] };
        foreach (var sentence in options.Validate(server))
        {
            var end = sentence.IndexOf(' ', StringComparison.Ordinal);
            // The library's list is Issuers; the keys of the host have its own name.
            var key = sentence[..end].Replace(nameof(JwtBearerOptions.Issuers), Group, StringComparison.Ordinal);
            if (!key.EndsWith(":" + nameof(TrustedIssuer.Jwks), StringComparison.Ordinal)) section.Problem(key, sentence[(end + 1)..]);
        }
        for (var i = 0; i < Issuers.Count; i++)
        {
            foreach (var (key, problem) in ProblemsOf(Issuers[i], settings)) section.Problem($"{Group}:{i}:{key}", problem);
        }
    }

    private static IEnumerable<(string Key, string Problem)> ProblemsOf(TrustedIssuer issuer, HostSettings settings)
    {
        foreach (var scope in issuer.Scopes.Where(scope => !settings.Scopes.ContainsKey(scope)))
            yield return (nameof(TrustedIssuer.Scopes), $"holds '{scope}', which is not in {HostSettings.Section}:Scopes.");
        foreach (var id in issuer.Clients)
        {
            if (settings.Clients.FirstOrDefault(one => one.Client.Id == id)?.Client is not { } client)
                yield return (nameof(TrustedIssuer.Clients), $"holds '{id}', which is not in {HostSettings.Section}:Clients.");
            else if (!client.GrantTypes.Contains(JwtBearerGrant.Name))
                yield return (nameof(TrustedIssuer.Clients), $"holds '{id}', a client without the grant type {JwtBearerGrant.Name}: add it "
                    + "to its GrantTypes.");
            else if (client.Type == ClientType.Public && !issuer.AllowPublicClients)
                yield return (nameof(TrustedIssuer.Clients), $"holds '{id}', a public client: make it confidential, or set "
                    + "AllowPublicClients to true.");
        }
    }
}
