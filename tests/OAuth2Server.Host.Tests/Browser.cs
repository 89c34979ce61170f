using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OAuth2Server.Host.Tests;

/// <summary>A browser that keeps cookies and fills in forms. It follows redirects only when a test says so.</summary>
internal sealed class Browser(string address, string? forwardedFor = null)
{
    private readonly HttpClient _http = NewHttp(address);

    internal Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    internal Task<Answer> GetAsync(string url) => SendAsync(HttpMethod.Get, url, null);

    internal Task<Answer> PostAsync(string url, HttpContent content) => SendAsync(HttpMethod.Post, url, content);

    internal Task<Answer> PostAsync(string url, params (string Name, string Value)[] fields) => PostAsync(url, Form(fields));

    /// <summary>The name of a cookie of the server, <c>session</c> or <c>form</c>, as this browser has it; null if it has none.</summary>
    internal string? CookieName(string name) =>
        Cookies.Keys.SingleOrDefault(key => key.Contains("oauth2." + name, StringComparison.Ordinal));

    /// <summary>Follows redirects and pages that open the next one by themselves, as long as they stay on the server.</summary>
    internal async Task<Answer> FollowAsync(Answer answer)
    {
        for (var hops = 0; (answer.Location ?? answer.Next) is { } location && IsHere(location); hops++)
        {
            Assert.True(hops < 10, "The server redirects in a circle.");
            answer = await GetAsync(new Uri(_http.BaseAddress!, location).PathAndQuery);
        }
        return answer;
    }

    /// <summary>Submits the first form that has the field or button, with the values changed; null removes a field.</summary>
    internal Task<Answer> SubmitAsync(Answer page, string containing, params (string Name, string? Value)[] changes)
    {
        var action = containing.Replace('_', '/');
        var selector = $"[name={containing}]";
        var form = page.Document.Forms.First(f => f.QuerySelector(selector) is not null || f.GetAttribute("action") == action);
        var unchanged = FieldsOf(form).Where(field => !changes.Any(c => c.Name == field.Name));
        var changed = changes.Where(c => c.Value is not null).Select(c => (c.Name, c.Value!));
        return PostAsync(form.GetAttribute("action")!, [.. unchanged, .. changed]);
    }

    internal async Task<Answer> SignInAsync(Answer login, string username = "alice", string password = TestConfiguration.AlicePassword) =>
        await SubmitAsync(login, "username", ("username", username), ("password", password));

    internal static FormUrlEncodedContent Form((string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    internal static HttpClient NewHttp(string address) =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(address) };

    private static IEnumerable<(string Name, string Value)> FieldsOf(IHtmlFormElement form) =>
        from input in form.QuerySelectorAll<IHtmlInputElement>("input[name]")
        where input.Type != "checkbox" || input.IsChecked
        select (input.Name!, input.Value);

    private bool IsHere(string location) =>
        location.StartsWith('/')
        || location.StartsWith(address, StringComparison.Ordinal)
        || location.StartsWith("https://auth.example.com/", StringComparison.Ordinal);

    private async Task<Answer> SendAsync(HttpMethod method, string url, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        if (Cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        string[] set = response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];
        foreach (var cookie in set) Keep(cookie);
        return new(response, set, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private void Keep(string cookie)
    {
        var parts = cookie.Split("; ");
        var pair = parts[0].Split('=', 2);
        var expires = parts.FirstOrDefault(p => p.StartsWith("expires=", StringComparison.OrdinalIgnoreCase));
        if (expires is not null && DateTimeOffset.Parse(expires[8..], CultureInfo.InvariantCulture).Year < 2000) Cookies.Remove(pair[0]);
        else Cookies[pair[0]] = pair[1];
    }
}

/// <summary>A response of the server.</summary>
internal sealed class Answer(HttpResponseMessage response, string[] setCookies, string body)
{
    internal HttpStatusCode Status { get; } = response.StatusCode;

    internal string? Location { get; } = response.Headers.Location?.OriginalString;

    internal IReadOnlyList<string> SetCookies => setCookies;

    internal string Body => body;

    internal IHtmlDocument Document { get; } = new HtmlParser().ParseDocument(body);

    /// <summary>The text of the message that a page shows as an alert.</summary>
    internal string? Alert => Document.QuerySelector("[role=alert]")?.TextContent;

    /// <summary>The URL that the page opens by itself; null if it stays.</summary>
    internal string? Next => Document.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content")?["0; url=".Length..];

    /// <summary>The sealed text in the form of a page.</summary>
    internal string Ticket => Document.QuerySelector("[name=ticket]")!.GetAttribute("value")!;

    internal string? Header(string name)
    {
        var isThere = response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values);
        return isThere ? string.Join("|", values!) : null;
    }
}
