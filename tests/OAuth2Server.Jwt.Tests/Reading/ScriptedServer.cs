using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OAuth2Server.Jwt.Tests.Reading;

/// <summary>An authorization server as a resource server sees it: each path has a script, and every request is counted.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    internal const string MetadataPath = "/.well-known/oauth-authorization-server";

    private readonly ConcurrentDictionary<string, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _paths =
        new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<string> _asked = [];

    /// <summary>A server with usual metadata and the keys of the issuers.</summary>
    internal ScriptedServer(params TestIssuer[] issuers)
    {
        this[MetadataPath] = TestIssuer.Metadata();
        Publish(issuers);
    }

    /// <summary>What was asked: method and path, in their order.</summary>
    internal IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>When true, no request gets an answer: the connection fails.</summary>
    internal bool IsAway { get; set; }

    /// <summary>The JSON of a path.</summary>
    internal string this[string path]
    {
        set => Answer(path, _ => Json(value));
    }

    internal void Answer(string path, Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        _paths[path] = (request, _) => Task.FromResult(answer(request));

    internal void AnswerAsync(string path, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) =>
        _paths[path] = answer;

    internal void Publish(params TestIssuer[] issuers) => this["/jwks"] = TestIssuer.KeySet(issuers.Select(issuer => issuer.Jwk()));

    internal int Count(string path) => _asked.Count(asked => asked.EndsWith(" " + path, StringComparison.Ordinal));

    internal static HttpResponseMessage Json(string text, string type = "application/json", TimeSpan? maxAge = null) =>
        new(HttpStatusCode.OK)
    {
        Content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue(type)),
        Headers = { CacheControl = maxAge is { } age ? new() { MaxAge = age } : null },
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        _asked.Enqueue($"{request.Method} {path}");
        if (IsAway) throw new HttpRequestException("Connection refused.");
        return _paths.TryGetValue(path, out var answer)
            ? answer(request, cancellationToken)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
