using System.Text;
using System.Text.Json;

namespace OAuth2Server.Tests.Support;

/// <summary>One HTTP response as a client sees it.</summary>
public sealed class Answer(int status, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body)
{
    public int Status => status;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => headers;

    public byte[] Body => body;

    public string Text => Encoding.UTF8.GetString(body);

    public JsonElement Json => field.ValueKind == JsonValueKind.Undefined ? field = JsonDocument.Parse(body).RootElement : field;

    public string? Location => Header("Location");

    public string AccessToken => this["access_token"] ?? throw new InvalidOperationException("There is no access token: " + Text);

    public string RefreshToken => this["refresh_token"] ?? throw new InvalidOperationException("There is no refresh token: " + Text);

    public string Code => InLocation("code") ?? throw new InvalidOperationException("There is no code: " + Location);

    public string DeviceCode => this["device_code"] ?? throw new InvalidOperationException("There is no device code: " + Text);

    public string UserCode => this["user_code"] ?? throw new InvalidOperationException("There is no user code: " + Text);

    /// <summary>A text member of the JSON body; null when there is none.</summary>
    public string? this[string member] => Json.TryGetProperty(member, out var value) ? value.GetString() : null;

    public string? Header(string name) =>
        headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();

    /// <summary>Every member name of the JSON body, sorted.</summary>
    public string Members() => string.Join(' ', Json.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));

    /// <summary>A decoded member of the Location's query; null when there is none; a failure when it stands twice.</summary>
    public string? InLocation(string name) => LocationQuery().Where(p => p.Name == name).Select(p => p.Value).SingleOrDefault();

    public IEnumerable<(string Name, string Value)> LocationQuery()
    {
        var query = Location!.Split('?', 2) is [_, var text] ? text : "";
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var halves = pair.Split('=', 2);
            yield return (Uri.UnescapeDataString(halves[0]), halves.Length == 2 ? Uri.UnescapeDataString(halves[1]) : "");
        }
    }

    public Answer MustBe(int expected)
    {
        Assert.True(status == expected, $"{expected} was expected, but it was {status}: {Text}");
        return this;
    }

    /// <summary>A token response: 200 with an access token (RFC 6749 §5.1).</summary>
    public Answer MustIssue()
    {
        MustBe(200);
        Assert.NotEmpty(AccessToken);
        return this;
    }

    /// <summary>An error in JSON, never cached, with nothing else in it (RFC 6749 §5.2).</summary>
    public Answer MustRefuse(string error, int expected = 400)
    {
        MustBe(expected);
        Assert.Equal(error, this["error"]);
        Assert.Equal("error error_description", Members());
        Assert.StartsWith("application/json", Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.Equal(401 == expected, Header("WWW-Authenticate") is not null);
        return this;
    }

    /// <summary>200 with nothing in it, never cached (RFC 7009 §2.2).</summary>
    public Answer MustRevoke()
    {
        MustBe(200);
        Assert.Equal("{}", Text);
        Assert.Equal("no-store", Header("Cache-Control"));
        return this;
    }

    /// <summary>The answer about an active token, which is never cached (RFC 7662 §2.2).</summary>
    public Answer MustBeActive()
    {
        MustBe(200);
        Assert.True(Json.GetProperty("active").GetBoolean(), Text);
        Assert.Equal("application/json", Header("Content-Type"));
        Assert.Equal("no-store", Header("Cache-Control"));
        return this;
    }

    /// <summary>That a token is not active, and nothing else (RFC 7662 §2.2).</summary>
    public Answer MustBeInactive()
    {
        MustBe(200);
        Assert.Equal("""{"active":false}""", Text);
        Assert.Equal("application/json", Header("Content-Type"));
        Assert.Equal("no-store", Header("Cache-Control"));
        return this;
    }

    /// <summary>A redirect with a code.</summary>
    public Answer MustGiveCode()
    {
        MustBe(303);
        Assert.Null(InLocation("error"));
        Assert.NotEmpty(Code);
        return this;
    }

    /// <summary>A redirect to the client with an error and no code (RFC 6749 §4.1.2.1).</summary>
    public Answer MustRedirectError(string error, string to = Known.AppUri)
    {
        MustBe(303);
        Assert.StartsWith(to, Location, StringComparison.Ordinal);
        Assert.Equal(error, InLocation("error"));
        Assert.Null(InLocation("code"));
        return this;
    }

    /// <summary>An error page: nothing is sent anywhere (RFC 6749 §4.1.2.1).</summary>
    public Answer MustShowPage(string error, int expected = 400)
    {
        MustBe(expected);
        Assert.Null(Location);
        Assert.StartsWith("text/html", Header("Content-Type"), StringComparison.Ordinal);
        Assert.Contains($"<code>{error}</code>", Text, StringComparison.Ordinal);
        return this;
    }
}
