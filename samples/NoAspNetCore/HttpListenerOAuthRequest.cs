using System.Net;
using OAuth2Server;

// snippet: adapter
/// <summary>A request to <see cref="HttpListener"/> as the core reads it. A web framework needs only this class.</summary>
internal sealed class HttpListenerOAuthRequest(HttpListenerRequest request, RequestParameters parameters) : OAuthRequest
{
    private const int MaxBody = 64 * 1024;

    public override string Method => request.HttpMethod;

    public override Uri Uri => request.Url!;

    public override RequestParameters Parameters => parameters;

    public override string CorrelationId { get; } = request.RequestTraceIdentifier.ToString("N");

    public override IPAddress? RemoteAddress => request.RemoteEndPoint.Address;

    public override IReadOnlyList<string?> Header(string name) => request.Headers.GetValues(name) ?? [];

    /// <summary>Reads the query of a GET request, and the form of any other request.</summary>
    internal static async Task<HttpListenerOAuthRequest> ReadAsync(HttpListenerRequest request) =>
        new(request, await ParametersAsync(request));

    private static async Task<RequestParameters> ParametersAsync(HttpListenerRequest request)
    {
        if (request.HttpMethod == "GET") return RequestParameters.FromQuery(request.Url!.Query);

        var body = new byte[MaxBody + 1];
        var length = await request.InputStream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false);
        return length > MaxBody
            ? RequestParameters.Refused(new OAuthError("invalid_request", "The body is too large.", 413))
            : RequestParameters.FromForm(request.ContentType, body.AsSpan(0, length));
    }
}
// end-snippet
