using System.Buffers.Text;
using System.Text;

namespace OAuth2Server.Tests.Support;

/// <summary>Request objects without cryptography: <c>signed.</c> and the parameters. What starts otherwise is not signed.</summary>
public sealed class ScriptedRequestObjects : IRequestObjectReader
{
    private const string Mark = "signed.";

    public IReadOnlyList<string> Algorithms => ["ES256"];

    /// <summary>When objects expire; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public static string Of(Parameters parameters) =>
        Mark + Base64Url.EncodeToString(Encoding.ASCII.GetBytes(WireRequest.Encode(parameters)));

    public ValueTask<Outcome<RequestParameters>> ReadAsync(
        string requestObject, Client client, OAuthContext context, CancellationToken ct) =>
        new(requestObject.StartsWith(Mark, StringComparison.Ordinal) && !(ExpiresAt <= context.Now)
            ? RequestParameters.FromQuery(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(requestObject.AsSpan(Mark.Length))))
            : new OAuthError("invalid_request_object", "The request object is not valid."));
}
