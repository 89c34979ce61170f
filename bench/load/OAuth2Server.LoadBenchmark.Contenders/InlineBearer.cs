namespace OAuth2Server.LoadBenchmark;

/// <summary>The least that checks a bearer token: three lines in the endpoint.</summary>
internal sealed class InlineBearer : IBearer
{
    internal const string Prefix = "Bearer ";

    public void AddServices(IServiceCollection services, TokenTable tokens)
    {
    }

    public void Map(WebApplication app, TokenTable tokens) => app.MapGet("/photos", (HttpContext http) =>
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.Ordinal) && tokens.Has(header[Prefix.Length..])) return Results.Text(Photos.All);
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Results.Unauthorized();
    });
}
