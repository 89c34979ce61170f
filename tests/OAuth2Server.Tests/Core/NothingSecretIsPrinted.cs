using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace OAuth2Server.Tests.Core;

/// <summary>What lands in a log, an exception or a debugger by accident is what ToString() says.</summary>
public sealed class NothingSecretIsPrinted
{
    private const string Text = "s3cr3t-text-that-nobody-may-see";

    [Fact]
    public void Values_print_no_secret()
    {
        var hash = SecretHash.Of(Text);
        var properties = Properties.Empty.With("key", Text);
        var authorization = Records.Authorization() with { Properties = properties };
        var context = Records.Context(parameters: ("code", Text));
        object[] values =
        [
            new Secret(Text), hash, properties, authorization, context.Request, context.Request.Parameters, context,
            Records.Code(Text) with
            {
                CodeChallenge = Text,
                Properties = properties,
                Replay = new(Records.Start, Encoding.UTF8.GetBytes(Text)),
            },
            Records.Token(Text, Text), Records.Token(Text).Access, Records.Token(Text, Text).Refresh!,
            new DeviceCode
            {
                Hash = hash,
                UserCodeHash = hash,
                Authorization = authorization,
                Interval = TimeSpan.FromSeconds(5),
                Properties = properties,
            },
            new Replay(Records.Start, Encoding.UTF8.GetBytes(Text)),
            new Client { Id = "app", Type = ClientType.Public, Properties = properties },
            new SecretiveClient { Id = "app", Type = ClientType.Public, Secret = Text },
            new SecretiveUser("alice", Text),
            new OAuthResponse(303, [new("Location", Text)], Encoding.UTF8.GetBytes(Text)),
            new Decision.Allowed(new SecretiveUser("alice", Text), Scope.Empty) { Properties = properties },
            new GrantRequest { Context = context, Client = Known.App },
            new AuthorizationDraft(context, AuthorizationCodeGrant.Name) { Client = Known.App, State = Text },
            new Pkce.Challenge(Text, "plain"),
            new RequestBody("application/json", Encoding.UTF8.GetBytes(Text)),
            new Granted { User = new SecretiveUser("alice", Text), Consumes = Records.Code(Text), Properties = properties },
            OAuthError.InvalidGrant("The code is not valid.", detail: Text),
        ];
        var hidden = new[] { Text, Convert.ToHexString(hash.ToByteArray()), Convert.ToBase64String(hash.ToByteArray()) };
        Assert.All(values, value =>
            Assert.All(hidden, secret => Assert.DoesNotContain(secret, value.ToString(), StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task An_authorization_request_prints_neither_state_nor_challenge()
    {
        var setup = new Setup();
        var server = setup.Server();
        var original = new PrintedRequest();
        Assert.True((await server.AuthorizeAsync(original, TestContext.Current.CancellationToken)).IsValid(out var request, out _));
        Assert.Equal("AuthorizationRequest(app: a b)", request.ToString());
        Assert.Equal("GET /authorize", original.ToString());
    }

    [Fact]
    public async Task A_device_request_does_not_print_its_user_code()
    {
        var setup = new Setup();
        var server = setup.Server();
        var ct = TestContext.Current.CancellationToken;
        var response = await server.AuthorizeDeviceAsync(Records.Context(null, Known.DeviceAuthorization).Request, ct);
        var codes = System.Text.Json.JsonDocument.Parse(response.Body).RootElement;
        var found = await server.FindDeviceRequestAsync(codes.GetProperty("user_code").GetString()!, new PrintedRequest(), ct);
        Assert.False(found.IsError(out _, out var request));
        Assert.Equal("DeviceRequest(tv: a b)", request!.ToString());
    }

    [Fact]
    public void Every_public_record_says_itself_what_it_prints()
    {
        var records = typeof(AuthorizationServer).Assembly.GetExportedTypes().Where(t => t.GetMethod("<Clone>$") is not null).ToList();
        Assert.True(records.Count >= 8);
        Assert.All(records, type => Assert.Null(type.GetMethod(nameof(ToString), [])!.GetCustomAttribute<CompilerGeneratedAttribute>()));
    }

    private sealed record SecretiveClient : Client
    {
        public required string Secret { get; init; }
    }

    private sealed record SecretiveUser(string Id, string PasswordHash) : User(Id);

    private sealed class PrintedRequest : OAuthRequest
    {
        public override string Method => "GET";

        public override Uri Uri { get; } = new($"{Known.Issuer}/authorize?{WireRequest.Encode(Known.Authorization)}");

        public override RequestParameters Parameters => RequestParameters.FromQuery(Uri.Query);

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
