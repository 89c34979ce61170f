using System.Text.Json;

namespace OAuth2Server.Tests.Rfc7591;

/// <summary>Claims that a third party signed, which the policy of the application verifies.</summary>
[RfcSection("RFC 7591", "2.3")]
[RfcSection("RFC 7591", "3.1.1")]
public abstract class SoftwareStatements<T> : ProtocolTests<T> where T : ITransport
{
    private const string Statement = "header.payload.signature";

    private static string Json => Registering.With(Registering.Public, ("software_statement", $"\"{Statement}\""));

    [Fact]
    public async Task Without_a_policy_a_statement_is_ignored()
    {
        var answer = (await Start(Registering.Open).RegisterAsync(Json)).MustBe(201);
        Assert.Null(answer["software_statement"]);
        Assert.Equal("Photos", answer["client_name"]);
    }

    [Fact]
    public async Task The_claims_of_a_statement_win_and_the_statement_comes_back_unchanged()
    {
        JsonElement? seen = null;
        var server = Start(With(new()
        {
            Statement = text => text == Statement
                ? Claims("""{"client_name":"Verified","software_id":"42","scope":"b"}""")
                : OAuthError.InvalidSoftwareStatement("It is another one."),
            Review = request =>
            {
                seen = request.SoftwareStatement;
                return request.Client;
            },
        }));
        var answer = (await server.RegisterAsync(Registering.With(Json, ("scope", "\"a b\"")))).MustBe(201);
        Assert.Equal("Verified", answer["client_name"]);
        Assert.Equal("42", answer["software_id"]);
        Assert.Equal("b", answer["scope"]);
        Assert.Equal(Statement, answer["software_statement"]);
        Assert.Equal("42", seen!.Value.GetProperty("software_id").GetString());
    }

    [Fact]
    public async Task A_statement_that_cannot_be_verified_is_refused()
    {
        (await Start(With(new() { Statement = _ => OAuthError.InvalidSoftwareStatement("The signature is wrong.") })).RegisterAsync(Json))
            .MustRefuse("invalid_software_statement");
        (await Start(With(new())).RegisterAsync(Json)).MustRefuse("unapproved_software_statement");
        (await Start(With(new())).RegisterAsync(Registering.Public)).MustBe(201);
    }

    [Theory]
    [InlineData("42", false)]
    [InlineData("true", false)]
    [InlineData("[\"a.b.c\"]", false)]
    [InlineData("{\"software_id\":\"1\"}", false)]
    [InlineData("null", true)]
    [InlineData("\"\"", true)]
    [RfcSection("RFC 7591", "3.2.2")]
    public async Task A_statement_that_is_no_text_is_refused_where_statements_are_read(string statement, bool isAbsent)
    {
        var server = Start(With(new() { Statement = _ => Claims("{}") }));
        var answer = await server.RegisterAsync(Registering.With(Registering.Public, ("software_statement", statement)));
        if (isAbsent) answer.MustBe(201);
        else answer.MustRefuse("invalid_software_statement");
    }

    [Fact]
    public async Task The_claims_are_checked_like_the_members_of_the_request()
    {
        var server = Start(With(new() { Statement = _ => Claims("""{"redirect_uris":["http://evil.example/"]}""") }));
        (await server.RegisterAsync(Json)).MustRefuse("invalid_redirect_uri");
    }

    private static Outcome<JsonElement> Claims(string json) => JsonDocument.Parse(json).RootElement;

    private static Action<Setup> With(Registering.Policy policy) => setup =>
    {
        Registering.Open(setup);
        setup.Policies = new() { ClientRegistrationPolicy = policy };
    };
}
