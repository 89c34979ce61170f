using static OAuth2Server.Tests.Rfc8693.ExchangeServers;

namespace OAuth2Server.Tests.Rfc8693;

[RfcSection("RFC 8693", "4.4")]
public abstract class PermittedActors<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer StartWith(string mayAct, bool inAuthorization = false) => Start(s =>
    {
        WithJwts(s);
        var properties = Properties.Empty.With(Actor.PermittedProperty, mayAct);
        s.Extra = [inAuthorization ? new SeedGrant { Authorization = properties } : new SeedGrant { Token = properties }];
    });

    private static string Permitting(string subject) => Actor.Permit(Properties.Empty, subject)[Actor.PermittedProperty]!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_named_party_may_act_and_the_name_is_kept_in_the_new_token(bool inAuthorization)
    {
        var server = StartWith(Permitting("client:photos"), inAuthorization);
        var form = Exchange(await server.SeedAsync()).ByActor(await server.ActorTokenAsync());
        var claims = (await server.ReadAsync((await server.ExchangeAsync(form)).MustIssue().AccessToken)).Claims;
        Assert.Equal("""{"sub":"client:photos"}""", claims.GetProperty("act").GetRawText());
        Assert.Equal("""{"sub":"client:photos"}""", claims.GetProperty("may_act").GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_party_may_not_act(bool inAuthorization)
    {
        var server = StartWith(Permitting("client:mail"), inAuthorization);
        var form = Exchange(await server.SeedAsync());
        (await server.ExchangeAsync(form.ByActor(await server.ActorTokenAsync()))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task Without_an_actor_token_such_a_token_is_refused_although_impersonation_is_allowed()
    {
        var server = StartWith(Permitting("client:photos"));
        (await server.ExchangeAsync(Exchange(await server.SeedAsync()))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task The_next_service_of_a_chain_is_refused_because_it_is_not_the_named_party()
    {
        var server = StartWith(Permitting("client:photos"));
        var form = Exchange(await server.SeedAsync()).ByActor(await server.ActorTokenAsync());
        var atMail = (await server.ExchangeAsync(form)).MustIssue();
        var next = Exchange(atMail.AccessToken).With("resource", Calendar);
        (await server.TokenAsync(next, MailBasic)).MustRefuse("invalid_request");
        (await server.TokenAsync(next.ByActor(await server.ActorTokenAsync(MailBasic)), MailBasic)).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("""{"sub":"client:photos","iss":"https://auth.example.com","client_id":"photos"}""", true)]
    [InlineData("""{"client_id":"photos"}""", true)]
    [InlineData("""{"sub":"client:photos","iss":"https://other.example.com"}""", false)]
    [InlineData("""{"sub":"client:photos","client_id":"mail"}""", false)]
    [InlineData("""{"sub":"client:photos","email":"photos@example.com"}""", false)]
    [InlineData("""{"iss":"https://auth.example.com"}""", false)]
    [InlineData("""{"sub":"photos"}""", false)]
    [InlineData("""["client:photos"]""", false)]
    [InlineData("{", false)]
    public async Task Each_member_must_be_the_actors_and_one_that_is_not_compared_refuses(string mayAct, bool isAllowed)
    {
        // One that is no JSON cannot be written into a JWT: the subject token is opaque.
        var server = StartWith(mayAct);
        var answer = await server.ExchangeAsync(Exchange(await server.SeedAsync()).ByActor(await server.ActorTokenAsync()));
        (isAllowed ? answer.MustIssue() : answer.MustRefuse("invalid_request")).MustBe(isAllowed ? 200 : 400);
    }

    [Fact]
    public async Task The_subject_token_shows_who_may_act()
    {
        var server = StartWith(Permitting("client:photos"), inAuthorization: true);
        var seen = (await server.IntrospectAsync([("token", await server.SeedAsync())], PhotosBasic)).MustBeActive();
        Assert.Equal("""{"sub":"client:photos"}""", seen.Json.GetProperty("may_act").GetRawText());
    }
}
