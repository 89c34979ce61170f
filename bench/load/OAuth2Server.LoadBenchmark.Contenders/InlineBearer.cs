namespace OAuth2Server.LoadBenchmark;

/// <summary>The least that checks a bearer token: three lines in the endpoint.</summary>
internal sealed class InlineBearer : IBearer
{
    internal const string Prefix = "Bearer ";

    public void AddServices(IServiceCollection services, ITokens tokens)
    {
    }

    public void Map(WebApplication app, ITokens tokens) => app.MapGet("/photos", async (HttpContext http) =>
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.Ordinal) && await tokens.FindAsync(header[Prefix.Length..]) is not null)
            return Results.Text(Photos.All);
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Results.Unauthorized();
    });
}
