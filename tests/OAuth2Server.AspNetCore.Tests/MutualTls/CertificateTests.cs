using System.Security.Cryptography.X509Certificates;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>Starts an application with TLS, an authority that it trusts, and one that it does not trust.</summary>
public abstract class CertificateTests : IAsyncDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";

    private readonly List<IDisposable> _made = [];
    private TlsSite? _site;

    protected CertificateTests()
    {
        Authority = Keep(new TestAuthority("CN=Trusted, O=Example"));
        Stranger = Keep(new TestAuthority("CN=Trusted, O=Example"));
        Mine = Keep(Authority.Issue("CN=client, O=Example"));
    }

    private protected Setup Setup { get; } = new();

    private protected TestAuthority Authority { get; }

    /// <summary>An authority of the same name with another key.</summary>
    private protected TestAuthority Stranger { get; }

    /// <summary>The certificate of the client.</summary>
    private protected X509Certificate2 Mine { get; }

    private protected static Parameters Credentials { get; } = [("grant_type", "client_credentials"), ("client_id", "mtls")];

    /// <summary>A confidential client of a method.</summary>
    private protected static Client ClientOf(string method) => Known.Web with { Id = "mtls", AuthenticationMethods = [method] };

    private protected T Keep<T>(T made) where T : IDisposable
    {
        _made.Add(made);
        return made;
    }

    private protected async Task<TlsSite> StartAsync(
        Client client, Action<MutualTlsOptions>? options = null, Action<OAuth2Builder<TestModel>>? server = null,
        Action<OAuth2Builder<TestModel>>? before = null, Action<WebApplication>? map = null)
    {
        Setup.Store.AddClient(client, Known.WebSecret);
        return _site = await TlsSite.StartAsync(
            Setup,
            Keep(Authority.Issue(new X500DistinguishedName("CN=localhost"), names => names.AddDnsName("localhost"), ForServers)),
            s =>
            {
                before?.Invoke(s);
                s.AddMutualTls(o =>
                {
                    o.TrustedCertificateAuthorities.Add(Authority.Certificate);
                    options?.Invoke(o);
                });
                server?.Invoke(s);
            },
            map: map);
    }

    private protected static (string, string) Bearer(Answer issued) => ("Authorization", "Bearer " + issued.AccessToken);

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
        foreach (var made in _made) made.Dispose();
        GC.SuppressFinalize(this);
    }
}
