using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OAuth2Server.AspNetCore;
using OAuth2Server.Jwt;
using IPNetwork = System.Net.IPNetwork;

namespace OAuth2Server.Host;

/// <summary>The setting <c>MutualTls</c>: certificates of clients.</summary>
internal sealed record MutualTlsSettings
{
    // Where the proxy is on this machine.
    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    public bool Enabled { get; init; }

    public string? AliasUrl { get; init; }

    /// <summary>The authorities of the file; empty for none.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    internal static MutualTlsSettings Read(SettingsSection section)
    {
        var settings = new MutualTlsSettings
        {
            Enabled = section.Flag(nameof(Enabled)) == true,
            AliasUrl = section.Text(nameof(AliasUrl)),
            Authorities = ReadAuthorities(section),
        };
        var options = new MutualTlsOptions();
        settings.SetTo(options);
        foreach (var problem in options.Validate())
        {
            var isAlias = problem.StartsWith(nameof(AliasUrl), StringComparison.Ordinal);
            if (isAlias) section.Problem(nameof(AliasUrl), "must be an https URL without path.");
            else section.Problem(FileKey, "has no root certificate.");
        }
        return settings;
    }

    /// <summary>Adds certificates of clients if they are on.</summary>
    internal static OAuth2Builder<TModel> AddTo<TModel>(OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IOAuthModel =>
        settings.MutualTls.Enabled ? server.AddMutualTls(settings.MutualTls.SetTo) : server;

    /// <summary>Lets the server ask for a certificate: at the port of the alias if it listens there, otherwise at each address with https.
    /// Behind a proxy, the proxy asks.</summary>
    internal static void AddTo(IWebHostBuilder web, HostSettings settings, IReadOnlyList<ListenAddress> addresses)
    {
        if (settings is not { MutualTls.Enabled: true, BehindTlsProxy: false }) return;
        var alias = settings.MutualTls.AliasUrl is { } url ? new Uri(url).Port : 0;
        var hasOwnPort = addresses.Any(address => address.IsHttps && address.Port == alias);
        web.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.AcceptClientCertificates();
            // A browser that is asked for a certificate shows a question to its user.
            if (hasOwnPort) https.OnAuthenticate = (connection, tls) =>
                tls.ClientCertificateRequired = connection.LocalEndPoint is IPEndPoint { Port: var port } && port == alias;
        }));
    }

    /// <summary>Reads the header of the proxy. Before the forwarded headers, which replace the address of the proxy.</summary>
    internal static void AddTo(IApplicationBuilder app, HostSettings settings)
    {
        if (settings is { MutualTls.Enabled: true, BehindTlsProxy: true })
            app.UseClientCertificateHeader([.. Loopback, .. settings.KnownProxies]);
    }

    /// <summary>Adds a problem for each client that needs what is off.</summary>
    internal static void RefuseMissing(SettingsSection section, HostSettings settings)
    {
        for (var i = 0; i < settings.Clients.Count; i++)
        {
            var client = settings.Clients[i].Client;
            var needs = client.TlsClientCertificateBoundAccessTokens || client.AuthenticationMethods.Contains(SelfSigned)
                || client.AuthenticationMethods.Contains(ByAuthority);
            if (needs && !settings.MutualTls.Enabled)
                section.Problem($"Clients:{i}", $"needs certificates, but {HostSettings.Section}:MutualTls:Enabled is not true.");
            else if (client.AuthenticationMethods.Contains(ByAuthority) && settings.MutualTls.Authorities.Count == 0)
                section.Problem($"MutualTls:{FileKey}", $"is missing: client {client.Id} has the method {ByAuthority}.");
        }
    }

    internal const string FileKey = "CertificateAuthoritiesFile";

    private const string ByAuthority = ClientMethods.TlsClientAuth;
    private const string SelfSigned = ClientMethods.SelfSignedTlsClientAuth;

    private void SetTo(MutualTlsOptions options)
    {
        options.AliasUrl = AliasUrl;
        options.TrustedCertificateAuthorities.AddRange(Authorities);
    }

    private static X509Certificate2Collection ReadAuthorities(SettingsSection section)
    {
        var authorities = new X509Certificate2Collection();
        if (section.Text(FileKey) is not { } path) return authorities;
        try
        {
            authorities.ImportFromPemFile(path);
            if (authorities.Count == 0) section.Problem(FileKey, $"'{path}' has no certificate in PEM form.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            section.Problem(FileKey, $"'{path}' cannot be read: {e.Message}");
        }
        return authorities;
    }
}
