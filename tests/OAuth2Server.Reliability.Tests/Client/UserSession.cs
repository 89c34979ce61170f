using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth2Server.Reliability.Tests;

/// <summary>The browser of a user. It signs in, allows requests and keeps cookies.</summary>
internal sealed class UserSession(int user)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>How often the server asked for the password.</summary>
    internal int SignIns { get; private set; }

    /// <summary>How often the server asked for consent.</summary>
    internal int Consents { get; private set; }

    /// <summary>Sends an authorization request and goes through the pages until the code.</summary>
    internal async Task<Code> AuthorizeAsync(HttpClient http, CancellationToken ct)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        var page = await SendAsync(http, HttpMethod.Get, AuthorizeUrl(verifier), null, ct);
        for (var hops = 0; hops < 10; hops++)
        {
            if (page.Location is not { } location)
            {
                page = await SubmitAsync(http, page, ct);
                continue;
            }
            if (location.StartsWith(HostConfiguration.Callback, StringComparison.Ordinal))
                return new(QueryHelpers.ParseQuery(new Uri(location).Query)["code"].ToString(), verifier);
            page = await SendAsync(http, HttpMethod.Get, new Uri(http.BaseAddress!, location).PathAndQuery, null, ct);
        }
        throw new InvalidOperationException("The server redirects in a circle.");
    }

    private static string AuthorizeUrl(string verifier) => QueryHelpers.AddQueryString("/oauth2/authorize", new Dictionary<string, string?>
    {
        ["response_type"] = "code",
        ["client_id"] = HostConfiguration.ClientId,
        ["redirect_uri"] = HostConfiguration.Callback,
        ["scope"] = "read write",
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
        ["code_challenge_method"] = "S256",
    });

    private async Task<Page> SubmitAsync(HttpClient http, Page page, CancellationToken ct)
    {
        Assert.True(page.Status == 200, $"{page.Status}: {page.Body}");
        using var document = await new HtmlParser().ParseDocumentAsync(page.Body, ct);
        // After the sign-in a page opens the authorization endpoint by itself.
        if (document.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content") is { } next)
            return page with { Location = next["0; url=".Length..] };
        var form = document.Forms[0];
        var inputs = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(input => input.Type is "hidden" or "checkbox");
        var fields = inputs.Select(input => KeyValuePair.Create(input.Name!, input.Value)).ToList();
        if (form.QuerySelector("[name=password]") is not null)
        {
            SignIns++;
            fields.AddRange([new("username", HostConfiguration.Username(user)), new("password", HostConfiguration.Password(user))]);
        }
        else
        {
            Consents++;
            fields.Add(new("answer", "allow"));
        }
        return await SendAsync(http, HttpMethod.Post, form.GetAttribute("action")!, new FormUrlEncodedContent(fields), ct);
    }

    private async Task<Page> SendAsync(HttpClient http, HttpMethod method, string url, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        if (_cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        using var response = await http.SendAsync(request, ct);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0) _cookies.Remove(pair[0]);
            else _cookies[pair[0]] = pair[1];
        }
        return new((int)response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync(ct));
    }

    private sealed record Page(int Status, string? Location, string Body);
}

/// <summary>An authorization code with its PKCE verifier.</summary>
internal sealed record Code(string Text, string Verifier);
