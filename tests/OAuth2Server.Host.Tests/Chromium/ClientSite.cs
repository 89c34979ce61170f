using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Host.Tests;

/// <summary>The site of a client: its callback leads to another origin or an application, or answers the window that opened it.</summary>
internal sealed class ClientSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ClientSite(WebApplication app) => _app = app;

    internal string Address => _app.Urls.First();

    /// <summary>Another origin of this site.</summary>
    internal string OtherOrigin => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    internal static async Task<ClientSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = new ClientSite(builder.Build());
        site._app.Map("/elsewhere", () => Results.Redirect(site.OtherOrigin + "/landed"));
        site._app.Map("/application", () => Results.Redirect("com.example.app:/done"));
        site._app.Map("/popup", () => Page("Popup", "<script>opener.postMessage(location.search, '*')</script>"));
        site._app.Map("/landed", () => Page("Landed", ""));
        site._app.Map("/", (string url) => Page("Client", $"""
            <script>
            addEventListener('message', e => document.title = e.data.includes('code=') ? 'Got the code' : e.data);
            open({System.Text.Json.JsonSerializer.Serialize(url)}, 'popup', 'width=500,height=600');
            </script>
            """));
        await site._app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static IResult Page(string title, string content) =>
        Results.Content($"<!doctype html><title>{title}</title>{content}", "text/html");
}
