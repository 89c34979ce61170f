using System.Net;
using System.Net.Sockets;
using System.Text;
using OAuth2Server.Jwt;

namespace OAuth2Server.Fuzzing;

/// <summary>What is fetched from an address that a client named: the whole HTTP answer, and the client metadata document in it.</summary>
internal static class FetchedDocuments
{
    private const string ClientId = "https://client.example.net/app";
    private const int MaxBytes = 1024;

    private const string Document = $$"""
        {"client_id":"{{ClientId}}","client_name":"Photos","client_uri":"https://client.example.net","grant_types":["authorization_code"],
         "redirect_uris":["https://client.example.net/cb","http://localhost/cb"],"token_endpoint_auth_method":"none","scope":"a b",
         "jwks_uri":"https://client.example.net/keys","jwks":{"keys":[]},"dpop_bound_access_tokens":true}
        """;

    private const string Answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: max-age=60, no-store\r\nAge: 5\r\n" +
        "Expires: Thu, 01 Jan 2026 00:05:00 GMT\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 2\r\n\r\n{}";

    private static readonly ClientIdMetadataDocumentOptions Options = new() { Scopes = ["a", "b"] };
    private static readonly ClientDocumentOptions Bounds = new();

    // The fuzzer answers on this machine.
    private static readonly OutboundHttp Http = new(new OutboundOptions { AllowPrivateAddresses = true });
    private static readonly TcpListener Listener = NewListener();

    /// <summary>The readers.</summary>
    internal static IReadOnlyList<Target> Targets { get; } =
    [
        new("fetch", Fetch, Target.Bytes(Answer), Target.Bytes("HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n"),
            Target.Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")),
        new("client-document", ReadDocument, Target.Bytes(Document), Target.Bytes($$"""{"client_id":"{{ClientId}}"}"""),
            Target.Bytes("https://client.example.net/a/%2e%2E/b?c")),
    ];

    private static bool Fetch(byte[] data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Listener.LocalEndpoint}/");
        var serving = ServeAsync(data);
        var answer = Http.SendAsync(request, MaxBytes, default).GetAwaiter().GetResult();
        serving.GetAwaiter().GetResult();
        if (answer.Body.Length > MaxBytes || (answer.Body.Length > 0 && answer.Status != 200))
            throw new InvalidOperationException("A body was read that is too large, or is of another status.");
        if (answer.Problem is null != answer.Status is >= 200 and < 300 && answer.Status != 200)
            throw new InvalidOperationException("An answer is a success and a problem, or neither.");
        var fresh = Bounds.FreshFor(answer.MaxAge);
        if (fresh < Bounds.LeastFresh || fresh > Bounds.MostFresh) throw new InvalidOperationException("It is kept longer than allowed.");
        return answer.Problem is null;
    }

    // One connection for each input.
    private static async Task ServeAsync(byte[] data)
    {
        using var connection = await Listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var request = new byte[4096];
        for (var length = 0; !Encoding.ASCII.GetString(request, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal);)
        {
            var read = await stream.ReadAsync(request.AsMemory(length));
            if (read == 0) return;
            length += read;
        }
        await stream.WriteAsync(data);
    }

    private static bool ReadDocument(byte[] data)
    {
        // The same input as an identifier.
        var text = Encoding.Latin1.GetString(data);
        if (ClientIdUrl.IsValid(text) && (ClientIdUrl.HostOf(text) is not { Length: > 0 } || text.Split('?')[0].Split('/').Contains("..")))
            throw new InvalidOperationException("An invalid identifier was taken.");

        var (document, _) = ClientIdMetadataDocument.Read(new(200, data, null) { MediaType = "application/json" });
        if (document is null || !document.IsOf(ClientId)) return false;
        var (client, _) = document.ToClient(Options, ["none", "private_key_jwt"]);
        if (client is null) return false;
        if (client.RedirectUris.Length is 0 or > 50 || client.RedirectUris.Any(uri => RedirectUri.Problem(uri) is not null)
            || client.Scope is { } scope && !Scope.Of("a", "b").Contains(scope)
            || client.GrantTypes.Except(Options.GrantTypes).Any() || client.AuthenticationMethods is not ["none" or "private_key_jwt"])
            throw new InvalidOperationException("A client has more than this server allows.");
        return true;
    }

    private static TcpListener NewListener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
