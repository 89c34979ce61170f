using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Buffers.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Walks.Tests;

/// <summary>A small application with the in-memory model, and the requests of the walks. It runs with the woven assemblies.</summary>
internal sealed class Application : IAsyncDisposable
{
    private const string Secret = "a secret of a test, long enough for it";
    private const string RedirectUri = "https://client.example/callback";
    private static readonly string Verifier = new('v', 43);

    private readonly WebApplication _app = Build();

    /// <summary>Sends each request twice and returns the second recording. The first also has what is done once per application.</summary>
    /// <returns>The recordings in JSON, because the caller is in another load context with other types.</returns>
    public static async Task<string> RecordAsync()
    {
        await using var application = new Application();
        await application._app.StartAsync();
        await application.WalkAsync();
        return JsonSerializer.Serialize(await application.WalkAsync());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<List<Recorded>> WalkAsync()
    {
        List<Recorded> walk = [];
        var credentials = await SendAsync("token", "POST /oauth2/token", Token(("grant_type", "client_credentials")));
        var asked = await SendAsync("authorization", "GET /oauth2/authorize", Get($"/oauth2/authorize?{AuthorizationRequest()}"));
        var ticket = QueryHelpers.ParseQuery(asked.Headers.Location!.OriginalString.Split('?')[1])["ticket"].ToString();
        await SendAsync("authorization", "GET /consent", Get(asked.Headers.Location!.OriginalString));
        var allowed = await SendAsync("authorization", "POST /consent", Post("/consent", ("ticket", ticket)));
        var code = QueryHelpers.ParseQuery(allowed.Headers.Location!.Query)["code"].ToString();
        (string, string)[] exchange =
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", Verifier)];
        await SendAsync("code", "POST /oauth2/token", Token(exchange));

        var bearer = Get("/photos");
        var issued = JsonSerializer.Deserialize<JsonElement>(await credentials.Content.ReadAsStringAsync());
        bearer.Headers.Authorization = new("Bearer", issued.GetProperty("access_token").GetString());
        await SendAsync("bearer", "GET /photos", bearer);
        return walk;

        async Task<HttpResponseMessage> SendAsync(string name, string line, HttpRequestMessage request)
        {
            using var client = _app.GetTestClient();
            Tracer.Start();
            var response = await client.SendAsync(request);
            await response.Content.LoadIntoBufferAsync();
            var (entries, made) = Tracer.Stop();
            if ((int)response.StatusCode >= 400)
                throw new InvalidOperationException($"{line}: {await response.Content.ReadAsStringAsync()}");
            walk.Add(new(name, line, entries, made));
            return response;
        }
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer(server => server.BaseAddress = new("https://auth.example"));
        builder.Services.AddRouting().AddLogging().AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        builder.Services.AddOAuth2Server(NewModel(), options => options.Issuer = "https://auth.example")
            .AddAuthorizationCode().AddRefreshToken().AddClientCredentials();
        builder.Services.AddAuthentication(SignedIn.Scheme)
            .AddScheme<AuthenticationSchemeOptions, SignedIn>(SignedIn.Scheme, null)
            .AddOAuth2Bearer();

        var app = builder.Build();
        app.UseRouting().UseAuthentication().UseAuthorization();
        app.MapOAuth2Server();
        app.MapGet("/consent", ShowConsentAsync);
        app.MapPost("/consent", AllowAsync);
        app.MapGet("/photos", () => "photos").RequireScope("photos.read");
        return app;
    }

    private static async Task<IResult> ShowConsentAsync(HttpContext http, ConsentInteraction consent) =>
        (await consent.OpenAsync(http)).IsError(out _, out var prompt)
            ? Results.BadRequest()
            : Results.Text($"{prompt.ClientId} requests {prompt.Scope}");

    private static async Task<IResult> AllowAsync(HttpContext http, ConsentInteraction consent) =>
        (await consent.OpenAsync(http)).IsError(out _, out var prompt) ? Results.BadRequest() : await prompt.AllowAsync();

    private static InMemoryModel NewModel()
    {
        var model = new InMemoryModel();
        model.AddUser("alice", "wonderland");
        model.AddClient(new()
        {
            Id = "web",
            Type = ClientType.Confidential,
            GrantTypes = ["authorization_code", "refresh_token", "client_credentials"],
            RedirectUris = [RedirectUri],
            Scope = Scope.Of("photos.read"),
        }, Secret);
        return model;
    }

    private static string AuthorizationRequest()
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        return "response_type=code&client_id=web&scope=photos.read&state=s&code_challenge_method=S256" +
            $"&redirect_uri={Uri.EscapeDataString(RedirectUri)}&code_challenge={challenge}";
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Post(string path, params (string Name, string Value)[] form) =>
        new(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };

    private static HttpRequestMessage Token(params (string Name, string Value)[] form)
    {
        var request = Post("/oauth2/token", form);
        var credentials = Convert.ToBase64String(Encoding.ASCII.GetBytes($"web:{Uri.EscapeDataString(Secret).Replace("%20", "+")}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return request;
    }

    /// <summary>The sign-in of the application: the user alice is always signed in.</summary>
    private sealed class SignedIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        internal new const string Scheme = "SignedIn";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var principal = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "alice")], Scheme));
            return Task.FromResult(AuthenticateResult.Success(new(principal, Scheme)));
        }
    }
}
