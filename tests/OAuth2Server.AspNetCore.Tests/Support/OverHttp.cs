using System.Text;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>Reaches the server through ASP.NET Core; the resource owner walks through the pages in a browser.</summary>
public sealed class OverHttp : ITransport
{
    private readonly Site _site;

    private OverHttp(Site site) => _site = site;

    public static ITransport Start(Setup setup) => new OverHttp(Site.Start(setup));

    public async Task<Answer> SendAsync(WireRequest request)
    {
        var browser = new Browser(_site);
        if (request.Endpoint == Endpoint.Verification)
            return await browser.AnswerDeviceAsync(Encoding.ASCII.GetString(request.Body), request.Consent, request.From);
        var url = PathOf(request) + (request.Query is { } query ? "?" + query : "");
        var headers = request.ContentType is { } type ? request.Headers.Append(("Content-Type", type)) : request.Headers;
        var body = request.ContentType is null && request.Body.Length == 0 ? null : request.Body;
        var answer = await browser.SendAsync(request.Method, url, headers, body, request.From);
        return request.Endpoint == Endpoint.Authorization ? await browser.WalkAsync(answer, request.Consent) : answer;
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static string PathOf(WireRequest request) => request.Endpoint switch
    {
        Endpoint.Authorization => "/oauth2/authorize",
        Endpoint.Token => "/oauth2/token",
        Endpoint.DeviceAuthorization => "/oauth2/device_authorization",
        Endpoint.PushedAuthorization => "/oauth2/par",
        Endpoint.Revocation => "/oauth2/revoke",
        Endpoint.Introspection => "/oauth2/introspect",
        Endpoint.Metadata => request.Path,
        _ when Site.ProtectedBy.Contains(request.RequiredScope) => Site.ResourceOf(request.RequiredScope),
        _ => throw new ArgumentException($"No resource requires the scope '{request.RequiredScope}': add it to Site.ProtectedBy."),
    };
}
