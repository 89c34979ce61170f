using static OAuth2Server.Tests.Rfc8693.ExchangeServers;

namespace OAuth2Server.Tests.Rfc8693;

/// <summary>A token from an exchange never outlives the subject token, and ends with it.</summary>
[RfcSection("RFC 8693", "5")]
public abstract class ExchangedTokens<T> : ProtocolTests<T> where T : ITransport
{
    private static async Task MustBeDeadAsync(TestServer server, params string[] tokens)
    {
        foreach (var token in tokens)
        {
            Assert.False(await server.IsAliveAsync(token));
            (await server.IntrospectAsync([("token", token)], MailBasic)).MustBeInactive();
            (await server.IntrospectAsync([("token", token)], PhotosBasic)).MustBeInactive();
        }
    }

    private static async Task<string> ExchangedAsync(TestServer server, string subject)
    {
        var issued = (await server.ExchangeAsync(Exchange(subject))).MustIssue();
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        (await server.IntrospectAsync([("token", issued.AccessToken)], MailBasic)).MustBeActive();
        return issued.AccessToken;
    }

    [Fact]
    public async Task It_expires_with_the_subject_token_at_the_latest()
    {
        var server = Start(Usual);
        var subject = await server.SubjectTokenAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(50));
        var issued = (await server.ExchangeAsync(Exchange(subject))).MustIssue();
        Assert.Equal(600, issued.Json.GetProperty("expires_in").GetInt64());
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        await MustBeDeadAsync(server, issued.AccessToken);
    }

    [Fact]
    public async Task It_expires_before_the_subject_token_where_the_client_has_a_shorter_lifetime()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.AddClient(Photos with { AccessTokenLifetime = TimeSpan.FromMinutes(2) }, "short-secret-3Fb7");
        });
        var form = Exchange(await server.SubjectTokenAsync());
        var issued = (await server.TokenAsync(form, Known.Basic("photos", "short-secret-3Fb7"))).MustIssue();
        Assert.Equal(120, issued.Json.GetProperty("expires_in").GetInt64());
    }

    [Fact]
    public async Task It_ends_when_the_subject_token_alone_is_revoked()
    {
        var server = Start(Usual);
        var (subject, other) = (await server.SubjectTokenAsync(), await server.SubjectTokenAsync());
        var (ended, stays) = (await ExchangedAsync(server, subject), await ExchangedAsync(server, other));
        await server.RevokeAsync(subject);
        await MustBeDeadAsync(server, ended);
        Assert.True(await server.IsAliveAsync(stays));
    }

    [Fact]
    public async Task It_ends_when_the_authorization_of_the_subject_token_is_revoked()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Known.Authorization.With("resource", Known.Photos));
        var exchanged = await ExchangedAsync(server, issued.AccessToken);
        await server.RevokeAsync(issued.RefreshToken);
        await MustBeDeadAsync(server, exchanged);
    }

    [Fact]
    public async Task It_ends_when_the_user_withdraws_the_consent_of_the_client_of_the_subject_token()
    {
        var server = Start(Usual);
        var exchanged = await ExchangedAsync(server, await server.SubjectTokenAsync());
        await server.Store.RevokeConsentAsync(
            Known.Issuer, "alice", "app", server.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        await MustBeDeadAsync(server, exchanged);
    }

    [Fact]
    public async Task It_ends_when_the_client_of_the_subject_token_is_disabled()
    {
        var server = Start(Usual);
        var subject = await server.SubjectTokenAsync();
        var exchanged = await ExchangedAsync(server, subject);
        server.Store.RemoveClient("app");
        await MustBeDeadAsync(server, exchanged);
        (await server.ExchangeAsync(Exchange(subject))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task It_ends_when_the_account_of_the_user_is_closed()
    {
        var server = Start(Usual);
        var subject = await server.SubjectTokenAsync();
        var exchanged = await ExchangedAsync(server, subject);
        server.Store.Gone.Add("alice");
        await MustBeDeadAsync(server, exchanged);
        (await server.ExchangeAsync(Exchange(subject))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task It_ends_when_a_token_in_the_middle_of_the_chain_is_revoked_and_those_before_it_stay()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Resource = Calendar;
        });
        var subject = await server.SubjectTokenAsync();
        var middle = (await server.ExchangeAsync(Exchange(subject))).MustIssue().AccessToken;
        var last = (await server.TokenAsync(Exchange(middle).With("resource", Calendar), MailBasic)).MustIssue().AccessToken;
        Assert.True(await server.IsAliveAsync(last));
        (await server.RevokeAsync([("token", middle)], PhotosBasic)).MustRevoke();
        await MustBeDeadAsync(server, last);
        (await server.IntrospectAsync([("token", subject)], PhotosBasic)).MustBeActive();
        (await server.TokenAsync(Exchange(middle).With("resource", Calendar), MailBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task It_ends_when_the_first_token_of_the_chain_is_revoked()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Resource = Calendar;
        });
        var subject = await server.SubjectTokenAsync();
        var middle = (await server.ExchangeAsync(Exchange(subject))).MustIssue().AccessToken;
        var last = (await server.TokenAsync(Exchange(middle).With("resource", Calendar), MailBasic)).MustIssue().AccessToken;
        await server.RevokeAsync(subject);
        await MustBeDeadAsync(server, last, middle);
    }

    [Fact]
    public async Task Its_revocation_ends_no_other_token()
    {
        var server = Start(Usual);
        var subject = await server.SubjectTokenAsync();
        var (one, other) = (await ExchangedAsync(server, subject), await ExchangedAsync(server, subject));
        (await server.RevokeAsync([("token", one)], PhotosBasic)).MustRevoke();
        await MustBeDeadAsync(server, one);
        Assert.True(await server.IsAliveAsync(other));
        (await server.IntrospectAsync([("token", subject)], PhotosBasic)).MustBeActive();
    }

    [Fact]
    public async Task A_chain_is_no_longer_than_the_server_allows()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Exchange!.MaxExchanges = 3;
        });
        var token = await server.SubjectTokenAsync();
        for (var i = 0; i < 3; i++) token = (await server.ExchangeAsync(Exchange(token))).MustIssue().AccessToken;
        (await server.ExchangeAsync(Exchange(token))).MustRefuse("invalid_request");
        Assert.True(await server.IsAliveAsync(token));
    }

    [Fact]
    public async Task What_a_client_gets_from_one_authorization_is_one_entry_for_the_user_who_can_revoke_it()
    {
        var server = Start(Usual);
        var subject = await server.SubjectTokenAsync();
        var (one, other) = (await ExchangedAsync(server, subject), await ExchangedAsync(server, subject));
        var ct = TestContext.Current.CancellationToken;
        var listed = await server.Store.GetAuthorizationsAsync(Known.Issuer, "alice", server.Clock.GetUtcNow(), 10, ct);
        Assert.Equal(["app", "photos"], listed.Select(live => live.Authorization.ClientId).Order(StringComparer.Ordinal));
        await server.Store.RevokeConsentAsync(Known.Issuer, "alice", "photos", server.Clock.GetUtcNow(), ct);
        await MustBeDeadAsync(server, one, other);
        (await server.IntrospectAsync([("token", subject)], PhotosBasic)).MustBeActive();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_withdrawal_an_exchange_sends_no_token_until_the_user_allows_the_first_client_again(bool revokesAuthorization)
    {
        foreach (var configure in (Action<Setup>[])[Usual, WithJwts])
        {
            var server = Start(configure);
            var ct = TestContext.Current.CancellationToken;
            var subject = await server.SubjectTokenAsync();
            await ExchangedAsync(server, subject);
            var now = server.Clock.GetUtcNow();
            if (revokesAuthorization)
            {
                var all = await server.Store.GetAuthorizationsAsync(Known.Issuer, "alice", now, 10, ct);
                var ended = all.Single(live => live.Authorization.ClientId == "photos").Authorization.Id;
                await server.Store.RevokeAuthorizationAsync(ended, Records.Context(server.Clock.GetUtcNow()), ct);
            }
            else
            {
                await server.Store.RevokeConsentAsync(Known.Issuer, "alice", "photos", now, ct);
            }
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            (await server.ExchangeAsync(Exchange(subject))).MustRefuse("invalid_request");
            (await server.IntrospectAsync([("token", subject)], PhotosBasic)).MustBeActive();
            await ExchangedAsync(server, await server.SubjectTokenAsync());
        }
    }

    [Fact]
    public async Task With_the_look_up_of_clients_and_users_off_the_link_to_the_subject_token_holds_all_the_same()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Options.CheckClientAndUserOfTokens = false;
        });
        var subject = await server.SubjectTokenAsync();
        var exchanged = await ExchangedAsync(server, subject);
        await server.RevokeAsync(subject);
        await MustBeDeadAsync(server, exchanged);
    }
}
