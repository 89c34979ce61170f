using System.Text.Json;

namespace OAuth2Server;

/// <content>Pushed authorization requests.</content>
public static partial class RecordText
{
    private const string PushedRequestKind = "pushed_request";

    /// <summary>Writes a pushed authorization request.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ArgumentException">A text in the record is not valid Unicode.</exception>
    public static string Write(PushedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Write(PushedRequestKind, request, WriteMembers);
    }

    /// <summary>Reads a pushed authorization request.</summary>
    /// <param name="text">What <see cref="Write(PushedRequest)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static PushedRequest ReadPushedRequest(string text) =>
        Read(text, "a pushed request", (kind, members) => kind == PushedRequestKind ? PushedRequestOf(members) : null);

    private static void WriteMembers(Utf8JsonWriter json, PushedRequest request)
    {
        json.Hash("hash", request.Hash);
        json.Text("issuer", request.Issuer);
        json.Text("client", request.ClientId);
        json.Text("parameters", request.Parameters);
        json.Time("expires", request.ExpiresAt);
        json.Time("visited", request.VisitedAt);
        json.Time("consumed", request.ConsumedAt);
        json.Properties("properties", request.Properties);
    }

    private static PushedRequest PushedRequestOf(RecordTextMembers members) => new()
    {
        Hash = members.Hash("hash"),
        Issuer = members.Text("issuer"),
        ClientId = members.Text("client"),
        Parameters = members.Text("parameters"),
        ExpiresAt = members.Time("expires"),
        VisitedAt = members.TimeOrNull("visited"),
        ConsumedAt = members.TimeOrNull("consumed"),
        Properties = members.Properties("properties"),
    };
}
