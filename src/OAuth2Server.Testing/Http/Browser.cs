using System.Net;
using AngleSharp.Html.Parser;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>Follows redirects, keeps cookies and sends forms, until it is redirected to the client's redirect URI.</summary>
internal sealed class Browser(HttpClient http, string redirectUri, CookieContainer cookies)
{
    private const int MostRedirects = 20;

    /// <summary>Walks to the redirect URI.</summary>
    /// <returns>The URI with the answer in its query.</returns>
    public async Task<Uri> WalkAsync(string start, IReadOnlyList<PageStep> steps)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BaseAddress, start));
        foreach (var step in steps)
        {
            var (end, page) = await LoadAsync(request);
            Assert.True(end is null, $"The walk has ended at the redirect URI, with a step left: {step}.");
            request = HtmlForm.Of(page!, step).Send();
        }
        var (answer, left) = await LoadAsync(request);
        Assert.True(answer is not null, $"A page is shown, and no step is left: {left}.");
        return answer!;
    }

    private Uri BaseAddress => http.BaseAddress ?? throw new InvalidOperationException("The HttpClient has no BaseAddress.");

    // Either the redirect URI or a page.
    private async Task<(Uri? End, HtmlPage? Page)> LoadAsync(HttpRequestMessage request)
    {
        for (var i = 0; i < MostRedirects; i++)
        {
            var uri = request.RequestUri!;
            using var response = await SendAsync(request);
            if (response.Headers.Location is not { } location) return (null, await PageAsync(uri, response));

            var next = new Uri(uri, location);
            if (IsRedirectUri(location.OriginalString)) return (next, null);
            var keepsMethod = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            Assert.False(
                keepsMethod && request.Method != HttpMethod.Get,
                "A form was answered with 307 or 308: the browser would send the entered values to the next page (RFC 9700 §4.12).");
            request = new(HttpMethod.Get, next);
        }
        Assert.Fail($"More than {MostRedirects} redirects, the last one to {request.RequestUri!.AbsolutePath}.");
        return default;
    }

    private bool IsRedirectUri(string location) =>
        location.StartsWith(redirectUri, StringComparison.Ordinal)
        && (location.Length == redirectUri.Length || location[redirectUri.Length] is '?' or '&' or '#');

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        if (cookies.GetCookieHeader(uri) is { Length: > 0 } header) request.Headers.Add("Cookie", header);
        var response = await http.SendAsync(request);
        Assert.True(
            response.RequestMessage?.RequestUri is not { } answered || answered == uri,
            "The HttpClient follows redirects by itself: turn AllowAutoRedirect off.");
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set) cookies.SetCookies(uri, cookie);
        }
        return response;
    }

    private static async Task<HtmlPage> PageAsync(Uri uri, HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        return new(uri, response.StatusCode, await new HtmlParser().ParseDocumentAsync(html));
    }
}
