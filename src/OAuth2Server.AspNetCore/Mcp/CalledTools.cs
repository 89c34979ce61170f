using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Which tools the JSON-RPC message in the body of a request calls.</summary>
internal static class CalledTools
{
    private const int MaxDepth = 64;

    /// <summary>The names; more than are called where the message could be read in two ways. Null for a body that is not JSON in UTF-8:
    /// what it calls is not known.</summary>
    /// <remarks>The body can be read again afterwards.</remarks>
    internal static async ValueTask<IReadOnlyCollection<string>?> InAsync(HttpContext http)
    {
        var request = http.Request;
        if (!HttpMethods.IsPost(request.Method)) return [];
        request.EnableBuffering();
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var document = await JsonDocument.ParseAsync(
                request.Body, new() { MaxDepth = MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip },
                http.RequestAborted);
            Read(document.RootElement, names);
            return names;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no JSON error, but no text can be made of it.
            return null;
        }
        finally
        {
            request.Body.Position = 0;
        }
    }

    // A message may have a member twice, or in other letter case, of which the MCP server reads one: each of them counts. The method is not
    // compared for the same reason.
    private static void Read(JsonElement message, HashSet<string> names)
    {
        if (message.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in message.EnumerateArray()) Read(one, names);
        }
        if (message.ValueKind != JsonValueKind.Object) return;
        foreach (var parameters in Members(message, "params"))
        {
            if (parameters.ValueKind != JsonValueKind.Object) continue;
            foreach (var name in Members(parameters, "name"))
            {
                if (name.ValueKind == JsonValueKind.String) names.Add(name.GetString()!);
            }
        }
    }

    private static IEnumerable<JsonElement> Members(JsonElement json, string name) =>
        json.EnumerateObject().Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(member => member.Value);
}
