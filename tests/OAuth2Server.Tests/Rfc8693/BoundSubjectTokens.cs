using OAuth2Server.Tests.Rfc9449;
using static OAuth2Server.Tests.Rfc8693.ExchangeServers;

namespace OAuth2Server.Tests.Rfc8693;

/// <summary>Tokens that are bound to a key are exchanged by the party that has the key, and otherwise where a policy allows it.</summary>
[RfcSection("RFC 8693", "2.2.2")]
[RfcSection("RFC 9449", "6")]
public abstract class BoundSubjectTokens<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();
    private readonly DPoPClientKey _other = new();

    private TestServer StartBound(Action<TokenExchangePolicy>? policy = null) => Start(setup =>
    {
        Usual(setup);
        ProofRequests.On(setup);
        policy?.Invoke(setup.Exchange!.Policies[0]);
    });

    /// <summary>Alice's token for the photo service, bound to the key of the application.</summary>
    private async Task<string> SentTokenAsync(TestServer server) =>
        (await server.RedeemAsync(_key, Known.Authorization.With("resource", Known.Photos))).AccessToken;

    private static Task<Answer> ExchangeAsync(TestServer server, Parameters form, DPoPClientKey? key = null) => server.TokenAsync(
        form, key is null ? [PhotosBasic] : [PhotosBasic, server.ForToken(key)]);

    private static async Task UseAsync(TestServer server, string token, DPoPClientKey key, int status)
    {
        var address = new Uri(new Uri(Known.Mail), "/resource/").AbsoluteUri;
        (await server.UseAsync(token, key.Prove("GET", address, server.Clock.GetUtcNow(), token))).MustBe(status);
    }

    [Fact]
    public async Task A_bound_token_is_not_exchanged_without_its_key_and_gets_the_answer_of_an_unknown_one()
    {
        var server = StartBound();
        var subject = await SentTokenAsync(server);
        var unknown = (await ExchangeAsync(server, Exchange("unknown"))).MustRefuse("invalid_request");
        foreach (var key in new[] { null, _other })
        {
            var refused = (await ExchangeAsync(server, Exchange(subject), key)).MustRefuse("invalid_request");
            Assert.Equal(unknown["error_description"], refused["error_description"]);
        }
    }

    [Fact]
    public async Task With_its_key_it_is_exchanged_and_the_new_token_is_bound_to_that_key()
    {
        var server = StartBound();
        var issued = (await ExchangeAsync(server, Exchange(await SentTokenAsync(server)), _key)).MustIssue();
        Assert.Equal("DPoP", issued["token_type"]);
        await UseAsync(server, issued.AccessToken, _key, 200);
        await UseAsync(server, issued.AccessToken, _other, 401);
    }

    [Fact]
    public async Task A_policy_lets_the_service_that_got_the_token_exchange_it_for_one_that_is_bound_to_its_own_key()
    {
        var server = StartBound(policy => policy.AllowUnprovenSubjectToken = true);
        var subject = await SentTokenAsync(server);
        var issued = (await ExchangeAsync(server, Exchange(subject), _other)).MustIssue();
        await UseAsync(server, issued.AccessToken, _other, 200);
        Assert.Equal("Bearer", (await ExchangeAsync(server, Exchange(subject))).MustIssue()["token_type"]);
    }

    [Fact]
    public async Task For_several_targets_each_policy_must_allow_it()
    {
        var server = Start(setup =>
        {
            Usual(setup);
            ProofRequests.On(setup);
            setup.Exchange!.Policies[0].AllowUnprovenSubjectToken = true;
            setup.Exchange.Policies.Add(new() { ClientId = "photos", Audience = Calendar, Scopes = ["a"], AllowImpersonation = true });
        });
        var subject = await SentTokenAsync(server);
        (await ExchangeAsync(server, Exchange(subject))).MustIssue();
        (await ExchangeAsync(server, Exchange(subject).Also("resource", Calendar))).MustRefuse("invalid_request");
        (await ExchangeAsync(server, Exchange(subject).Also("resource", Calendar), _key)).MustIssue();
    }

    [Fact]
    public async Task The_client_that_a_token_was_issued_to_needs_the_key_also_with_such_a_policy()
    {
        var server = Start(setup =>
        {
            Usual(setup);
            ProofRequests.On(setup);
            setup.Exchange!.Policies[0].AllowUnprovenSubjectToken = true;
            setup.Exchange.Policies.Add(new()
            {
                ClientId = "mail",
                Audience = Calendar + "/next",
                Scopes = ["a"],
                AllowImpersonation = true,
                AllowUnprovenSubjectToken = true,
            });
            setup.Options.Resources.Add(new() { Resource = Calendar + "/next" });
            setup.Exchange.Policies[1].AllowUnprovenSubjectToken = true;
        });
        // The token that the mail service got by exchange is its own.
        var sent = (await ExchangeAsync(server, Exchange(await SentTokenAsync(server)))).MustIssue().AccessToken;
        var own = (await server.TokenAsync(
            Exchange(sent).With("resource", Calendar), MailBasic, server.ForToken(_other))).MustIssue().AccessToken;
        var next = Exchange(own).With("resource", Calendar + "/next");
        (await server.TokenAsync(next, MailBasic)).MustRefuse("invalid_request");
        (await server.TokenAsync(next, MailBasic, server.ForToken(_other))).MustIssue();
    }

    [Fact]
    public async Task An_actor_token_that_is_bound_always_needs_its_key()
    {
        var server = StartBound(policy => policy.AllowUnprovenSubjectToken = true);
        var form = Exchange(await SentTokenAsync(server));
        var actor = (await server.TokenAsync(Known.ClientCredentials, PhotosBasic, server.ForToken(_other))).MustIssue().AccessToken;
        foreach (var key in new[] { null, _key })
            (await ExchangeAsync(server, form.ByActor(actor), key)).MustRefuse("invalid_request");
        (await ExchangeAsync(server, form.ByActor(actor), _other)).MustIssue();
    }
}
