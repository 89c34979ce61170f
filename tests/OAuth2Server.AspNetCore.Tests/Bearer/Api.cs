using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>An API in a process of its own: no server, no model, unless a test adds them.</summary>
internal sealed class Api : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Api(WebApplication app) => _app = app;

    internal WebApplication App => _app;

    /// <summary>Starts it.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="authentication">Adds the schemes.</param>
    /// <param name="map">Maps endpoints besides the usual ones.</param>
    /// <param name="log">Where the log goes; null for nowhere.</param>
    internal static async Task<Api> StartAsync(
        TimeProvider clock, Action<AuthenticationBuilder> authentication, Action<WebApplication>? map = null, ILoggerFactory? log = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer(o => o.BaseAddress = new(TestIssuer.Resource));
        builder.Services.AddRouting().AddSingleton(clock);
        if (log is not null) builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(new QuietHosting(log)));
        authentication(builder.Services.AddAuthentication());
        var app = builder.Build();
        map?.Invoke(app);
        app.Map("/a", WhoAsync).RequireScope("a");
        app.Map("/any", WhoAsync).RequireScope();
        var group = app.MapGroup("/group").RequireScope("a");
        group.Map("/c", WhoAsync).RequireScope("c");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    internal async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => await SendAsync("GET", path,
        headers);

    internal async Task<Answer> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        var http = await _app.GetTestServer().SendAsync(http =>
        {
            http.Request.Method = method;
            http.Request.Path = new(path);
            foreach (var (name, value) in headers) http.Request.Headers.Append(name, value);
        });
        using var body = new MemoryStream();
        await http.Response.Body.CopyToAsync(body);
        return new(
            http.Response.StatusCode,
            [.. http.Response.Headers.SelectMany(h => h.Value, (h, value) => KeyValuePair.Create(h.Key, value ?? ""))],
            body.ToArray());
    }

    internal Task<Answer> BearerAsync(string path, string token) => GetAsync(path, ("Authorization", "Bearer " + token));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task WhoAsync(HttpContext http) => http.Response.WriteAsync(JsonSerializer.Serialize(
        http.User.Claims.Select(claim => $"{claim.Type}={claim.Value}").Append(http.User.Identity?.AuthenticationType)));
}
