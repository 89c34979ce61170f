using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>One request of a client, complete and right, so that a test can change one thing before it is sent.</summary>
internal sealed class Message(HttpClient http, HttpMethod method, string url)
{
    internal HttpMethod Method { get; set; } = method;

    internal string Url { get; set; } = url;

    /// <summary>The form. Null leaves a parameter out.</summary>
    internal Dictionary<string, string?> Form { get; } = new(StringComparer.Ordinal);

    internal SignedToken? Assertion { get; set; }

    /// <summary>A request object that replaces the parameters of the form.</summary>
    internal SignedToken? RequestObject { get; set; }

    internal SignedToken? Proof { get; set; }

    /// <summary>The text in the header <c>DPoP</c>, if it is not the proof.</summary>
    internal string? ProofText { get; set; }

    /// <summary>The name of the header with the proof.</summary>
    internal string ProofHeader { get; set; } = "DPoP";

    internal string? Authorization { get; set; }

    internal async Task<Reply> SendAsync()
    {
        using var request = new HttpRequestMessage(Method, Url);
        if (Method != HttpMethod.Get) request.Content = Browser.Form([.. Fields()]);
        if (Authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        if ((ProofText ?? Proof?.ToString()) is { } proof) request.Headers.TryAddWithoutValidation(ProofHeader, proof);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, response.Headers, body);
    }

    internal IEnumerable<(string Name, string Value)> Fields()
    {
        var form = RequestObject is null
            ? Form.Where(field => field.Value is not null).Select(field => (field.Key, field.Value!))
            : [("client_id", RequestObject.Claims["client_id"]!.GetValue<string>()), ("request", RequestObject.ToString())];
        return Assertion is null ? form :
        [
            .. form,
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", Assertion.ToString()),
        ];
    }
}

/// <summary>The answer to a request of a client.</summary>
internal sealed class Reply(int status, HttpResponseHeaders headers, string body)
{
    internal int Status => status;

    internal string Body => body;

    internal JsonElement Json { get; } = body.StartsWith('{') ? JsonDocument.Parse(body).RootElement : default;

    /// <summary>The error, of the body or of a challenge.</summary>
    internal string? Error => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error", out var error)
        ? error.GetString()
        : Challenge.Split("error=\"").ElementAtOrDefault(1)?.Split('"')[0];

    internal string Challenge { get; } = headers.WwwAuthenticate.ToString();

    /// <summary>The nonce for the next proof.</summary>
    internal string? DPoPNonce { get; } = headers.TryGetValues("DPoP-Nonce", out var values) ? values.Single() : null;

    internal string Text(string member) => Json.GetProperty(member).GetString()!;

    /// <summary>Checks that the request was refused with this error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="expected">The status; null for 401 of <c>invalid_client</c> (RFC 6749 §5.2) and <c>invalid_token</c> (RFC 6750 §3.1),
    /// and 400 of the others.</param>
    internal void Refused(string error, int? expected = null)
    {
        expected ??= error is "invalid_client" or "invalid_token" ? 401 : 400;
        Assert.True((status, Error) == (expected, error), $"Not {expected} {error}: {status} {Challenge} {body}");
        // RFC 6749 §5.2: visible ASCII without quote and backslash.
        if (Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error_description", out var text))
            Assert.DoesNotContain(text.GetString()!, c => c is < ' ' or > '~' or '"' or '\\');
    }

    internal Reply Accepted(int expected = 200)
    {
        Assert.True(status == expected, $"{status} {Challenge} {body}");
        return this;
    }
}

internal static class JsonTexts
{
    internal static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    internal static string[] Texts(this JsonElement json, string member) =>
        [.. json.GetProperty(member).EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>An object with these members.</summary>
    internal static JsonObject Object(IEnumerable<(string Name, string Value)> members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members) json[name] = value;
        return json;
    }
}
