using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The floor: what nobody can avoid. The form is read; a random token is made, hashed and kept in a dictionary; what is presented is hashed and looked up. Nothing else is checked.</summary>
internal sealed class Floor(IBearer bearer) : IContender
{
    private readonly TokenTable _tokens = new();

    public void AddServices(IServiceCollection services, string issuer) => bearer.AddServices(services, _tokens);

    public Task MapAsync(WebApplication app)
    {
        app.MapPost("/token", TokenAsync);
        app.MapGet("/authorize", Authorize);
        bearer.Map(app, _tokens);
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var good = form["grant_type"].ToString() switch
        {
            "authorization_code" => _tokens.Take(form["code"].ToString()) is { } challenge && challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))),
            "refresh_token" => _tokens.Take(form["refresh_token"].ToString()) is not null,
            _ => true,
        };
        var access = good ? _tokens.New("") : null;
        var refresh = good && form["grant_type"] != "client_credentials" ? _tokens.New("") : null;
        await AnswerAsync(http, access, refresh);
    }

    private void Authorize(HttpContext http)
    {
        var query = http.Request.Query;
        var code = _tokens.New(query["code_challenge"].ToString());
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{query["redirect_uri"]}?code={code}&state={query["state"]}";
    }

    private static async Task AnswerAsync(HttpContext http, string? access, string? refresh)
    {
        http.Response.StatusCode = access is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        http.Response.ContentType = "application/json";
        var refreshMember = refresh is null ? "" : $"\"refresh_token\":\"{refresh}\",";
        var body = Encoding.UTF8.GetBytes(access is null
            ? """{"error":"invalid_grant"}"""
            : $$"""{"access_token":"{{access}}","token_type":"Bearer","expires_in":3600,{{refreshMember}}"scope":"{{Fixture.ReadScope}}"}""");
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body);
    }
}

/// <summary>Random tokens by their hashes.</summary>
internal sealed class TokenTable
{
    private readonly ConcurrentDictionary<string, string> _data = new(StringComparer.Ordinal);

    internal string New(string data)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _data[HashOf(token)] = data;
        return token;
    }

    internal bool Has(string token) => _data.ContainsKey(HashOf(token));

    internal string? Take(string token) => _data.TryRemove(HashOf(token), out var data) ? data : null;

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
