using System.Text;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>A user agent with a cookie jar. It sends each byte unchanged, which <see cref="Uri"/> would not, and follows no redirect by
/// itself.</summary>
internal sealed class Browser(Site site)
{
    private readonly CookieContainer _cookies = new();

    internal Task<Answer> GetAsync(string url) => SendAsync("GET", url);

    internal Task<Answer> PostAsync(string url, params Parameters form) => PostAsync(url, form, null);

    internal Task<Answer> PostAsync(string url, Parameters form, IPAddress? from) =>
        SendAsync(
            "POST",
            url,
            [("Content-Type", "application/x-www-form-urlencoded")],
            Encoding.ASCII.GetBytes(WireRequest.Encode(form)),
            from);

    internal async Task<Answer> SendAsync(
        string method, string url, IEnumerable<(string Name, string Value)>? headers = null, byte[]? body = null, IPAddress? from = null)
    {
        var (path, query) = url.StartsWith(Known.Issuer, StringComparison.Ordinal) ? Split(url[Known.Issuer.Length..]) : Split(url);
        var http = await site.Http.SendAsync(http =>
        {
            http.Connection.RemoteIpAddress = from;
            http.Request.Method = method;
            http.Request.Path = PathString.FromUriComponent(path);
            http.Request.QueryString = new(query);
            foreach (var (name, value) in headers ?? []) http.Request.Headers.Append(name, value);
            if (_cookies.GetCookieHeader(new(Known.Issuer)) is { Length: > 0 } cookies) http.Request.Headers.Cookie = cookies;
            if (body is null) return;
            http.Request.Body = new MemoryStream(body);
            http.Request.ContentLength = body.Length;
        });
        foreach (var cookie in http.Response.Headers.SetCookie) _cookies.SetCookies(new(Known.Issuer), cookie!);
        using var content = new MemoryStream();
        await http.Response.Body.CopyToAsync(content);
        var received = http.Response.Headers.SelectMany(h => h.Value, (h, value) => KeyValuePair.Create(h.Key, value ?? ""));
        return new(http.Response.StatusCode, [.. received], content.ToArray());
    }

    internal Task<Answer> SignInAsync(string user, string returnUrl = "/") =>
        PostAsync("/login?ReturnUrl=" + Uri.EscapeDataString(returnUrl), ("username", user));

    /// <summary>Continues after an answer of the authorization endpoint: signs in, then answers as the consent says.</summary>
    /// <returns>The first answer that is no redirect within the site.</returns>
    internal async Task<Answer> WalkAsync(Answer answer, ScriptedConsent consent)
    {
        while (answer.Location is { } location && IsOurs(location))
        {
            answer = PathOf(location) switch
            {
                "/login" => await PostAsync(location, SignInOf(consent)),
                "/consent" => await AnswerAsync(location, consent),
                _ => await GetAsync(location),
            };
        }
        return answer;
    }

    private static Parameters SignInOf(ScriptedConsent consent)
    {
        var told = consent.Authentication?.WriteTo(Properties.Empty) ?? Properties.Empty;
        return [("username", consent.User ?? "alice"), .. told.Select(claim => (claim.Key, claim.Value))];
    }

    private async Task<Answer> AnswerAsync(string page, ScriptedConsent consent)
    {
        (await GetAsync(page)).MustBe(200);
        Parameters form = [("ticket", TicketOf(page)), ("answer", consent.User is null ? "deny" : "allow")];
        return await PostAsync("/consent", consent.Scope is { } scope ? [.. form, ("scope", scope)] : form);
    }

    /// <summary>Signs in, opens the device page with a form's query, and answers as the consent says.</summary>
    internal async Task<Answer> AnswerDeviceAsync(string query, ScriptedConsent consent, IPAddress? from = null)
    {
        await PostAsync("/login?ReturnUrl=%2F", SignInOf(consent));
        var page = await SendAsync("GET", "/device?" + query, from: from);
        if (page.Status != 200) return page;
        Parameters form = [("ticket", page.Text), ("answer", consent.User is null ? "deny" : "allow")];
        return await PostAsync("/device", consent.Scope is { } scope ? [.. form, ("scope", scope)] : form, from);
    }

    /// <summary>The ticket in the address of the consent page.</summary>
    internal static string TicketOf(string page) => Uri.UnescapeDataString(page.Split("?ticket=")[1]);

    private static bool IsOurs(string location) => location.StartsWith('/') || location.StartsWith(Known.Issuer, StringComparison.Ordinal);

    private static string PathOf(string location) => Split(location.StartsWith('/') ? location : location[Known.Issuer.Length..]).Path;

    private static (string Path, string? Query) Split(string url) =>
        url.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (url[..at], url[at..]) : (url, null);
}
