using System.Net;
using System.Text.Json;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>An answer of the token endpoint (RFC 6749 §5.1, §5.2).</summary>
public sealed record TokenAnswer
{
    /// <summary>The status.</summary>
    public required HttpStatusCode Status { get; init; }

    /// <summary>All of the body.</summary>
    public required JsonElement Json { get; init; }

    /// <summary>The access token; null with an error.</summary>
    public string? AccessToken => Text("access_token");

    /// <summary>The refresh token; null when none was issued.</summary>
    public string? RefreshToken => Text("refresh_token");

    /// <summary>How the access token is used.</summary>
    public string? TokenType => Text("token_type");

    /// <summary>What was granted; null when the server does not say it.</summary>
    public string? Scope => Text("scope");

    /// <summary>For how long; null when the server does not say.</summary>
    public TimeSpan? ExpiresIn => Json.TryGetProperty("expires_in", out var seconds) ? TimeSpan.FromSeconds(seconds.GetInt64()) : null;

    /// <summary>The error; null on success.</summary>
    public string? Error => Text("error");

    /// <summary>What the server says about the error.</summary>
    public string? ErrorDescription => Text("error_description");

    /// <summary>The same, if it is a success; otherwise the test fails with the error.</summary>
    public TokenAnswer EnsureSuccess()
    {
        Assert.True(Error is null && AccessToken is not null, $"The token request was refused: {(int)Status} {Error} {ErrorDescription}");
        return this;
    }

    /// <summary>The status and the error: nothing secret.</summary>
    public override string ToString() => $"{(int)Status} {Error}".TrimEnd();

    internal static async Task<TokenAnswer> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var type = response.Content.Headers.ContentType?.MediaType;
        Assert.True(
            type == "application/json",
            $"The token endpoint answered {(int)response.StatusCode} with {type ?? "no body"}, not with JSON (RFC 6749 §5.1).");
        Assert.True(
            response.Headers.CacheControl?.NoStore is true,
            "An answer of the token endpoint must not be stored: Cache-Control: no-store (RFC 6749 §5.1).");
        using var json = JsonDocument.Parse(body);
        return new() { Status = response.StatusCode, Json = json.RootElement.Clone() };
    }

    private string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
