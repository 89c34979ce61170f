namespace OAuth2Server.Host;

/// <summary>Serves the stylesheet. It is in the assembly, so the current directory of the process does not matter.</summary>
internal static class Stylesheet
{
    internal static void MapStylesheet(this IEndpointRouteBuilder endpoints)
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("site.css")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var css = memory.ToArray();
        endpoints.MapGet("/site.css", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=3600";
            return TypedResults.Bytes(css, "text/css; charset=utf-8");
        });
    }
}
