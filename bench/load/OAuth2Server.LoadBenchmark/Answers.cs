using System.Net;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.LoadBenchmark;

/// <summary>A token response, checked.</summary>
internal sealed record Answers(string AccessToken, string? RefreshToken)
{
    /// <exception cref="HttpRequestException">The answer is not 200 with an access token of the type Bearer or DPoP.</exception>
    internal static async Task<Answers> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"{(int)answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
        using var json = JsonDocument.Parse(body);
        var members = json.RootElement;
        if (members.GetProperty("token_type").GetString() is not ("Bearer" or "DPoP"))
            throw new HttpRequestException("The token type is neither Bearer nor DPoP.");
        var access = members.GetProperty("access_token").GetString() ?? throw new HttpRequestException("There is no access token.");
        return new(access, members.TryGetProperty("refresh_token", out var text) ? text.GetString() : null);
    }
}
