using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>An application that listens with TLS on loopback and asks clients for a certificate.</summary>
internal sealed class TlsSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TlsSite(WebApplication app) => _app = app;

    internal Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    internal static async Task<TlsSite> StartAsync(
        Setup setup, X509Certificate2 ofServer, Action<OAuth2Builder<TestModel>> server, Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(ofServer, https => https.AcceptClientCertificates())));
        builder.Services.AddRouting();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(new QuietHosting(setup.Logging)));
        builder.Services.AddSingleton<TimeProvider>(setup.Clock).AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        builder.Services.AddAuthentication().AddOAuth2Bearer();
        var added = builder.Services.AddOAuth2Server(setup.Store, o => o.Issuer = Known.Issuer);
        server(added.AddClientCredentials());
        services?.Invoke(builder.Services);
        var app = builder.Build();
        map?.Invoke(app);
        app.MapOAuth2Server();
        app.MapGet("/resource", () => "served").RequireScope("a");
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Sends a form over a connection of its own, with a certificate or without.</summary>
    internal Task<Answer> PostAsync(string path, Parameters form, X509Certificate2? certificate, params Parameters headers) =>
        SendAsync(
            new(HttpMethod.Post, new Uri(Address, path))
            {
                Content = new StringContent(WireRequest.Encode(form), Encoding.ASCII, "application/x-www-form-urlencoded"),
            },
            certificate, headers);

    internal Task<Answer> GetAsync(string path, X509Certificate2? certificate, params Parameters headers) =>
        SendAsync(new(HttpMethod.Get, new Uri(Address, path)), certificate, headers);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "The test made the certificate.")]
    private static async Task<Answer> SendAsync(HttpRequestMessage request, X509Certificate2? certificate, Parameters headers)
    {
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            },
        };
        using var http = new HttpClient(handler);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using (request)
        using (var response = await http.SendAsync(request))
        {
            var all = response.Headers.Concat(response.Content.Headers).SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v)));
            return new((int)response.StatusCode, [.. all], await response.Content.ReadAsByteArrayAsync());
        }
    }
}
