using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Jwt.Tests.Reading;

/// <summary>A resource server over a scripted authorization server, with a clock of its own.</summary>
public abstract class ReadingTests : IAsyncDisposable
{
    private readonly List<RemoteAuthorizationServer> _started = [];

    private protected FakeTimeProvider Clock { get; } = new(TestIssuer.Now);

    private protected TestIssuer Issuer { get; } = new();

    private protected Lines Log { get; } = new();

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        foreach (var server in _started) server.Dispose();
        GC.SuppressFinalize(this);
        return default;
    }

    private protected RemoteAuthorizationServer Start(HttpMessageHandler server, IntrospectionOptions? introspection = null,
        bool ask = false)
    {
        var started = new RemoteAuthorizationServer(
            new() { Issuer = TestIssuer.Name, Introspection = introspection, JwtsByIntrospection = ask }, server, Clock, Log);
        _started.Add(started);
        return started;
    }

    private protected OAuthContext Context() => new() { Request = new NoRequest(), Issuer = TestIssuer.Name, Now = Clock.GetUtcNow() };

    private protected async Task<AccessToken> AcceptAsync(RemoteAuthorizationServer server, string token)
    {
        var outcome = await server.ReadAsync(new(token), Context(), Ct);
        Assert.False(outcome.IsError(out var error, out var read), $"{error} {error?.Rule} {error?.Detail}");
        return read!;
    }

    private protected async Task<OAuthError> RefuseAsync(RemoteAuthorizationServer server, string token, int status = 401)
    {
        var outcome = await server.ReadAsync(new(token), Context(), Ct);
        Assert.True(outcome.IsError(out var error, out _), "The token was accepted.");
        Assert.Equal(status, error.Status);
        Assert.Equal(status == 401 ? "invalid_token" : "temporarily_unavailable", error.Code);
        return error;
    }

    /// <summary>Reads a token for a request whose client goes away meanwhile.</summary>
    private protected async Task AbandonAsync(RemoteAuthorizationServer server, string token)
    {
        using var closed = new CancellationTokenSource();
        var reading = server.ReadAsync(new(token), Context(), closed.Token);
        await closed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
    }

    /// <summary>The lines of the log.</summary>
    internal sealed class Lines : ILogger
    {
        private readonly Lock _lock = new();
        private readonly List<(LogLevel Level, string Text)> _lines = [];

        internal IReadOnlyList<(LogLevel Level, string Text)> All
        {
            get { lock (_lock) return [.. _lines]; }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock) _lines.Add((logLevel, formatter(state, exception)));
        }
    }

    private sealed class NoRequest : OAuthRequest
    {
        public override string Method => "GET";

        public override Uri Uri { get; } = new(TestIssuer.Resource);

        public override RequestParameters Parameters => RequestParameters.Empty;

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
