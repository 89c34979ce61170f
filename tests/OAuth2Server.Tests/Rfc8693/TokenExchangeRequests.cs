using static OAuth2Server.Tests.Rfc8693.ExchangeServers;

namespace OAuth2Server.Tests.Rfc8693;

[RfcSection("RFC 8693", "2.1")]
[RfcSection("RFC 8693", "2.1.1")]
public abstract class TokenExchangeRequests<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_service_exchanges_the_token_that_it_was_sent_for_one_of_another_service()
    {
        var server = Start(Usual);
        var issued = (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()))).MustIssue();
        var seen = (await server.BearerAsync(issued.AccessToken, "a")).MustBe(200);
        Assert.Equal(("alice", "photos", "a"), (seen["sub"], seen["client_id"], seen["scope"]));
    }

    [Fact]
    public async Task A_client_exchanges_its_own_token()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.AddClient(Known.Web with { GrantTypes = [.. Known.Web.GrantTypes, TokenExchangeGrant.Name] }, Known.WebSecret);
            s.Exchange!.Policies.Add(new() { ClientId = "web", Audience = Known.Mail, Scopes = ["a"], AllowImpersonation = true });
        });
        var own = await server.IssueToWebAsync();
        var issued = (await server.TokenAsync(Exchange(own.AccessToken), Known.WebBasic)).MustIssue();
        Assert.Equal("web", (await server.BearerAsync(issued.AccessToken, "a")).MustBe(200)["client_id"]);
    }

    [Theory]
    [InlineData(Known.Mail)]
    [InlineData("HTTPS://mail.example.com/api")]
    [InlineData("mail")]
    public async Task The_target_may_be_named_as_audience_by_its_identifier_or_its_client(string audience)
    {
        var server = Start(Usual);
        var form = Exchange(await server.SubjectTokenAsync()).Without("resource").With("audience", audience);
        var issued = (await server.ExchangeAsync(form)).MustIssue();
        var seen = (await server.IntrospectAsync([("token", issued.AccessToken)], MailBasic)).MustBeActive();
        Assert.Equal([Known.Mail], seen.Json.GetProperty("aud").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task A_token_for_several_targets_has_the_least_of_what_their_policies_allow()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Exchange!.Policies.Add(new() { ClientId = "photos", Audience = Calendar, Scopes = ["a", "b"], AllowImpersonation = true });
        });
        var both = Exchange(await server.SubjectTokenAsync()).Also("audience", Calendar);
        var issued = (await server.ExchangeAsync(both)).MustIssue();
        Assert.Equal("a", issued["scope"]);
        Assert.Equal(200, (await server.BearerAsync(issued.AccessToken)).Status);
        var seen = (await server.IntrospectAsync([("token", issued.AccessToken)], MailBasic)).MustBeActive();
        Assert.Equal([Known.Mail, Calendar], seen.Json.GetProperty("aud").EnumerateArray().Select(one => one.GetString()));
        (await server.ExchangeAsync(both.With("scope", "b"))).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task A_request_without_target_is_refused()
    {
        var server = Start(Usual);
        (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()).Without("resource"))).MustRefuse("invalid_target");
    }

    [Theory]
    [InlineData("resource", "https://unknown.example.com")]
    [InlineData("audience", "https://unknown.example.com")]
    [InlineData("audience", "unknown")]
    [InlineData("audience", Known.Photos)]
    [InlineData("audience", Calendar)]
    public async Task A_target_that_is_unknown_or_that_no_policy_allows_is_refused_also_beside_one_that_is_allowed(
        string parameter, string value)
    {
        var server = Start(Usual);
        var form = Exchange(await server.SubjectTokenAsync());
        (await server.ExchangeAsync(form.Also(parameter, value))).MustRefuse("invalid_target");
        (await server.ExchangeAsync(form.Without("resource").Also(parameter, value))).MustRefuse("invalid_target");
    }

    [Theory]
    [InlineData("subject_token")]
    [InlineData("subject_token_type")]
    public async Task The_subject_token_and_its_type_are_required(string missing)
    {
        var server = Start(Usual);
        (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()).Without(missing))).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("actor_token")]
    [InlineData("actor_token_type")]
    public async Task An_actor_token_and_its_type_are_sent_together_or_not_at_all(string missing)
    {
        var server = Start(Usual);
        var form = Exchange(await server.SubjectTokenAsync()).ByActor(await server.ActorTokenAsync());
        (await server.ExchangeAsync(form)).MustIssue();
        (await server.ExchangeAsync(form.Without(missing))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_the_grant_is_refused()
    {
        var server = Start(Usual);
        (await server.TokenAsync(Exchange(await server.SubjectTokenAsync()), Known.WebBasic)).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task A_public_client_is_refused_because_any_party_can_name_it()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.AddClient(Known.App with { GrantTypes = [.. Known.App.GrantTypes, TokenExchangeGrant.Name] });
            s.Exchange!.Policies.Add(new() { ClientId = "app", Audience = Known.Mail, Scopes = ["a"], AllowImpersonation = true });
        });
        var own = await server.IssueAsync();
        (await server.TokenAsync(Exchange(own.AccessToken).With("client_id", "app"))).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task The_metadata_names_the_grant()
    {
        var grants = (await Start(Usual).MetadataAsync()).MustBe(200).Json.GetProperty("grant_types_supported");
        Assert.Contains(TokenExchangeGrant.Name, grants.EnumerateArray().Select(one => one.GetString()));
    }
}
