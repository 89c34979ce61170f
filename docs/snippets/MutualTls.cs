using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;
using IPNetwork = System.Net.IPNetwork;

namespace Snippets;

internal static class MutualTls
{
    internal static void Add(WebApplicationBuilder builder, InMemoryModel model)
    {
        // snippet: add
        builder.Services.AddOAuth2Server(model, o => o.Issuer = "https://auth.example.com")
            .AddClientCredentials()
            .AddMutualTls(o =>
            {
                o.TrustedCertificateAuthorities.ImportFromPemFile("/etc/oauth/clients-ca.pem");
                o.AliasUrl = "https://mtls.example.com";
            });
        // end-snippet
    }

    internal static void Api(WebApplicationBuilder builder)
    {
        // snippet: api
        builder.Services.AddAuthentication().AddOAuth2Bearer(o =>
        {
            o.Authority = "https://auth.example.com";
            o.Resource = "https://api.example.com/photos";
            o.TlsClientCertificateBoundAccessTokens = true;
        });
        // end-snippet
    }

    internal static void Listen(WebApplicationBuilder builder, X509Certificate2 certificate)
    {
        // snippet: listen
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenAnyIP(443, listen => listen.UseHttps(certificate));
            kestrel.ListenAnyIP(8443, listen => listen.UseHttps(certificate, https => https.AcceptClientCertificates()));
        });
        // end-snippet
    }

    internal static void Trust(WebApplication app)
    {
        // snippet: proxy
        app.UseClientCertificateHeader(IPNetwork.Parse("10.0.0.1/32"));
        app.UseForwardedHeaders();
        // end-snippet
    }
}
