using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>
/// The floor: work that no token server can avoid. The form is read; a random token is made, hashed and kept; a presented token is
/// hashed and looked up. No client is authenticated and no request is validated.
/// </summary>
internal sealed class Floor(IBearer bearer, ITokens tokens) : IContender
{
    private static readonly byte[] Refusal = """{"error":"invalid_grant"}"""u8.ToArray();

    private string _issuer = "";

    public void AddServices(IServiceCollection services, string issuer)
    {
        _issuer = issuer;
        bearer.AddServices(services, tokens);
    }

    public async Task MapAsync(WebApplication app)
    {
        await tokens.PrepareAsync(_issuer);
        app.MapPost("/token", TokenAsync);
        app.MapGet("/authorize", AuthorizeAsync);
        bearer.Map(app, tokens);
    }

    private async Task TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var body = form["grant_type"].ToString() switch
        {
            "authorization_code" => BodyOf(await tokens.ExchangeAsync(form["code"].ToString(), form["code_verifier"].ToString())),
            "refresh_token" => BodyOf(await tokens.RotateAsync(form["refresh_token"].ToString())),
            _ => BodyOf(await tokens.IssueAsync(), ""),
        };
        http.Response.StatusCode = body is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        http.Response.ContentType = "application/json";
        body ??= Refusal;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body);
    }

    private async Task AuthorizeAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var code = await tokens.AuthorizeAsync(query["code_challenge"].ToString());
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{query["redirect_uri"]}?code={code}&state={query["state"]}";
    }

    private static byte[]? BodyOf(TokenPair? pair) => pair is null ? null : BodyOf(pair.Access, $"\"refresh_token\":\"{pair.Refresh}\",");

    private static byte[] BodyOf(string access, string refreshMember) => Encoding.UTF8.GetBytes(
        $$"""{"access_token":"{{access}}","token_type":"Bearer","expires_in":3600,{{refreshMember}}"scope":"{{Fixture.ReadScope}}"}""");
}
