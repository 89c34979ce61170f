using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.Clients;

/// <summary>A server with one client that signs, and a clock of its own.</summary>
public abstract class ClientTests : IDisposable
{
    private protected const string TokenEndpoint = TestIssuer.Name + "/oauth2/token";

    private readonly Lazy<ClientKeys> _keys;

    private protected ClientTests() => _keys = new(() => new(Http, Documents, Clock, Log));

    private protected FakeTimeProvider Clock { get; } = new(TestIssuer.Now);

    private protected TestIssuer Key { get; } = new();

    private protected InMemoryModel Model { get; } = new();

    private protected InMemoryReplays Replays { get; } = new();

    private protected ClientAssertionOptions Assertions { get; } = new();

    private protected ClientDocumentOptions Documents { get; } = new();

    private protected Lines Log { get; } = new();

    /// <summary>Reaches no machine, unless the test gives another one.</summary>
    private protected OutboundHttp Http { get; set; } =
        new(new(), null, (_, _) => throw new InvalidOperationException("A name was looked up."));

    private protected ClientKeys Keys => _keys.Value;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        if (_keys.IsValueCreated) Keys.Dispose();
        Http.Dispose();
    }

    private protected Client Service(string id = "service", params IEnumerable<TestIssuer> keys)
    {
        var client = new Client
        {
            Id = id,
            Type = ClientType.Confidential,
            GrantTypes = ["client_credentials"],
            AuthenticationMethods = [PrivateKeyJwt.MethodName],
            Jwks = TestIssuer.KeySet(keys.DefaultIfEmpty(Key).Select(key => key.Jwk())),
        };
        Model.AddClient(client);
        return client;
    }

    /// <summary>The header of a usual assertion.</summary>
    private protected JsonObject Header(TestIssuer? key = null, string? type = ClientAssertion.Type) => new()
    {
        ["alg"] = (key ?? Key).Algorithm, ["kid"] = (key ?? Key).KeyId, ["typ"] = type,
    };

    /// <summary>The claims of a usual assertion, which is valid for a minute.</summary>
    private protected JsonObject Claims(string id = "service") => new()
    {
        ["iss"] = id,
        ["sub"] = id,
        ["aud"] = TestIssuer.Name,
        ["jti"] = Guid.NewGuid().ToString(),
        ["iat"] = Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(),
    };

    /// <summary>An assertion with some claims changed; a null takes a claim away.</summary>
    private protected string Assertion(params (string Name, JsonNode? Value)[] changes) => Signed(Key, Header(), changes);

    private protected string Signed(TestIssuer key, JsonObject header, params (string Name, JsonNode? Value)[] changes)
    {
        if (header["typ"] is null) header.Remove("typ");
        return key.Sign(header, Changed(Claims(), changes));
    }

    private protected static JsonObject Changed(JsonObject json, (string Name, JsonNode? Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null) json.Remove(name);
            else json[name] = value.DeepClone();
        }
        return json;
    }

    private protected OAuthContext Context(string? assertion, string uri = TokenEndpoint, params (string Name, string Value)[] more)
    {
        List<KeyValuePair<string, string>> form = [.. more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))];
        if (assertion is not null) form.Add(new("client_assertion", assertion));
        if (!form.Exists(pair => pair.Key == "client_assertion_type"))
            form.Add(new("client_assertion_type", PrivateKeyJwt.AssertionType));
        return new() { Request = new Form(uri, RequestParameters.Of(form)), Issuer = TestIssuer.Name, Now = Clock.GetUtcNow() };
    }

    private protected Task<Outcome<Client>> AuthenticateAsync(string? assertion, params (string Name, string Value)[] more) =>
        AuthenticateAsync(Context(assertion, more: more));

    private protected async Task<Outcome<Client>> AuthenticateAsync(OAuthContext context) =>
        await new ClientAuthentication([
            new ClientSecretBasic(Model), new ClientSecretPost(Model), new NoClientAuthentication(Model),
            new PrivateKeyJwt(Model, Keys, Replays, Assertions, new LoggerOf<PrivateKeyJwt>(Log))]).AuthenticateAsync(context, Ct);

    private protected async Task AcceptAsync(string assertion, params (string Name, string Value)[] more) =>
        Accepted(await AuthenticateAsync(assertion, more));

    private protected static void Accepted(Outcome<Client> outcome)
    {
        Assert.False(outcome.IsError(out var error, out var client), $"{error} {error?.Rule} {error?.Detail}");
        Assert.Equal("service", client!.Id);
    }

    /// <summary>Every refusal is the same to the client.</summary>
    private protected async Task<OAuthError> RefuseAsync(string? assertion, params (string Name, string Value)[] more) =>
        Refused(await AuthenticateAsync(assertion, more));

    private protected static OAuthError Refused(Outcome<Client> outcome)
    {
        Assert.True(outcome.IsError(out var error, out _), "The assertion was accepted.");
        Assert.Equal(("invalid_client", "Client authentication failed.", 401), (error.Code, error.Description, error.Status));
        Assert.Equal([new("WWW-Authenticate", $"Basic realm=\"{TestIssuer.Name}\"")], error.Headers);
        Assert.NotNull(error.Rule);
        Assert.NotNull(error.Detail);
        return error;
    }

    /// <summary>The lines of the log.</summary>
    internal sealed class Lines : ILogger<ClientKeys>
    {
        private readonly Lock _lock = new();
        private readonly List<string> _lines = [];

        internal IReadOnlyList<string> All
        {
            get { lock (_lock) return [.. _lines]; }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock) _lines.Add($"{logLevel} {eventId.Name}: {formatter(state, exception)}");
        }
    }

    private sealed class LoggerOf<T>(ILogger inner) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception, formatter);
    }

    private sealed class Form(string uri, RequestParameters parameters) : OAuthRequest
    {
        public override string Method => "POST";

        public override Uri Uri { get; } = new(uri);

        public override RequestParameters Parameters => parameters;

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
