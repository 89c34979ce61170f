using System.Text.Json;
using static OAuth2Server.Tests.Rfc8693.ExchangeServers;

namespace OAuth2Server.Tests.Rfc8693;

[RfcSection("RFC 8693", "1.1")]
[RfcSection("RFC 8693", "4.1")]
public abstract class ActorClaims<T> : ProtocolTests<T> where T : ITransport
{
    private static string? Act(JsonElement claims) => claims.TryGetProperty("act", out var act) ? act.GetRawText() : null;

    private static async Task<JsonElement> SeenAtMailAsync(TestServer server, Answer issued) =>
        (await server.IntrospectAsync([("token", issued.AccessToken)], MailBasic)).MustBeActive().Json;

    [Fact]
    public async Task A_delegated_token_names_the_actor_in_a_jwt_and_in_introspection()
    {
        var server = Start(WithJwts);
        var form = Exchange(await server.SubjectTokenAsync()).ByActor(await server.ActorTokenAsync());
        var issued = (await server.ExchangeAsync(form)).MustIssue();
        Assert.Equal("""{"sub":"client:photos"}""", Act((await server.ReadAsync(issued.AccessToken)).Claims));
        Assert.Equal("""{"sub":"client:photos"}""", Act(await SeenAtMailAsync(server, issued)));
    }

    [Fact]
    public async Task An_exchange_without_actor_names_none()
    {
        var server = Start(WithJwts);
        var issued = (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()))).MustIssue();
        Assert.Null(Act((await server.ReadAsync(issued.AccessToken)).Claims));
    }

    [Fact]
    public async Task A_chain_of_services_is_nested_with_the_latest_actor_outside()
    {
        var server = Start(Usual);
        var first = Exchange(await server.SubjectTokenAsync()).ByActor(await server.ActorTokenAsync());
        var atMail = (await server.ExchangeAsync(first)).MustIssue();
        var second = Exchange(atMail.AccessToken).ByActor(await server.ActorTokenAsync(MailBasic)).With("resource", Calendar);
        var atCalendar = (await server.TokenAsync(second, MailBasic)).MustIssue();
        var seen = (await server.IntrospectAsync([("token", atCalendar.AccessToken)], MailBasic)).MustBeActive().Json;
        Assert.Equal("""{"sub":"client:mail","act":{"sub":"client:photos"}}""", Act(seen));
        Assert.Equal(("alice", "mail"), (seen.GetProperty("sub").GetString(), seen.GetProperty("client_id").GetString()));
    }

    [Fact]
    public async Task The_actors_of_a_subject_token_are_not_lost_when_it_is_exchanged_without_an_actor_token()
    {
        var server = Start(Usual);
        var first = Exchange(await server.SubjectTokenAsync()).ByActor(await server.ActorTokenAsync());
        var atMail = (await server.ExchangeAsync(first)).MustIssue();
        var second = Exchange(atMail.AccessToken).With("resource", Calendar);
        var atCalendar = (await server.TokenAsync(second, MailBasic)).MustIssue();
        var seen = (await server.IntrospectAsync([("token", atCalendar.AccessToken)], MailBasic)).MustBeActive().Json;
        Assert.Equal("""{"sub":"client:photos"}""", Act(seen));
    }

    [Fact]
    public async Task Members_of_an_earlier_actor_that_the_library_does_not_read_are_kept()
    {
        const string Before = """{"sub":"robot","iss":"https://other.example.com","unit":[1,{"x":"ü"}]}""";
        var server = Start(s =>
        {
            Usual(s);
            s.Extra = [new SeedGrant { Token = Properties.Empty.With(Actor.Property, Before) }];
        });
        var form = Exchange(await server.SeedAsync()).ByActor(await server.ActorTokenAsync());
        var seen = await SeenAtMailAsync(server, (await server.ExchangeAsync(form)).MustIssue());
        Assert.Equal(
            JsonSerializer.Serialize(JsonDocument.Parse(Before).RootElement),
            JsonSerializer.Serialize(seen.GetProperty("act").GetProperty("act")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"client:photos\"")]
    [InlineData("{\"sub\":7}")]
    [InlineData("{}")]
    [InlineData("{\"sub\":\"a\",\"sub\":\"b\"}")]
    [InlineData("{\"sub\":\"a\",\"act\":{\"sub\":null}}")]
    public async Task A_subject_token_whose_actor_cannot_be_read_is_refused(string act)
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Extra = [new SeedGrant { Token = Properties.Empty.With(Actor.Property, act) }];
        });
        (await server.ExchangeAsync(Exchange(await server.SeedAsync()))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task The_user_that_signed_in_at_the_client_can_be_the_actor()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.AddClient(Known.Web with { GrantTypes = [.. Known.Web.GrantTypes, TokenExchangeGrant.Name] }, Known.WebSecret);
            s.Options.Resources[0].ClientId = "web";
            s.Exchange!.Policies.Add(new() { ClientId = "web", Audience = Known.Mail, Scopes = ["a"] });
        });
        var agent = (await server.TokenAsync([("grant_type", TicketGrant.Name), ("ticket", "for-Zoë")], Known.WebBasic)).MustIssue();
        var form = Exchange(await server.SubjectTokenAsync()).ByActor(agent.AccessToken);
        var issued = (await server.TokenAsync(form, Known.WebBasic)).MustIssue();
        var seen = await SeenAtMailAsync(server, issued);
        Assert.Equal(("alice", "Zoë"), (seen.GetProperty("sub").GetString(), seen.GetProperty("act").GetProperty("sub").GetString()));
    }

    [Fact]
    public async Task An_actor_token_of_another_client_is_refused()
    {
        var server = Start(Usual);
        var form = Exchange(await server.SubjectTokenAsync());
        (await server.ExchangeAsync(form.ByActor(await server.ActorTokenAsync(MailBasic)))).MustRefuse("invalid_request");
        (await server.ExchangeAsync(form.ByActor(await server.SubjectTokenAsync()))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task An_actor_token_that_is_expired_or_revoked_is_refused()
    {
        var server = Start(Usual);
        var actor = await server.ActorTokenAsync();
        (await server.RevokeAsync([("token", actor)], PhotosBasic)).MustRevoke();
        (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()).ByActor(actor))).MustRefuse("invalid_request");
        var late = await server.ActorTokenAsync();
        server.Clock.Advance(TimeSpan.FromHours(1));
        (await server.ExchangeAsync(Exchange(await server.SubjectTokenAsync()).ByActor(late))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_token_that_came_from_an_exchange_is_no_actor_token_because_its_user_does_not_act()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Extra = [new SeedGrant()];
        });
        var impersonated = (await server.ExchangeAsync(Exchange(await server.SeedAsync("Zoë")))).MustIssue();
        var form = Exchange(await server.SubjectTokenAsync()).ByActor(impersonated.AccessToken);
        (await server.ExchangeAsync(form)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task The_subject_is_not_its_own_actor_because_that_would_be_impersonation()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.AddClient(Known.Web with { GrantTypes = [.. Known.Web.GrantTypes, TokenExchangeGrant.Name] }, Known.WebSecret);
            s.Exchange!.Policies.Add(new() { ClientId = "web", Audience = Known.Mail, Scopes = ["a"] });
        });
        var own = await server.IssueToWebAsync();
        (await server.TokenAsync(Exchange(own.AccessToken).ByActor(own.AccessToken), Known.WebBasic)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_user_with_the_id_of_a_client_cannot_be_the_actor()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.ServiceAccount = new("client:mail");
        });
        var form = Exchange(await server.SubjectTokenAsync()).ByActor(await server.ActorTokenAsync());
        (await server.ExchangeAsync(form)).MustRefuse("invalid_request");
    }
}
