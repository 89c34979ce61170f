namespace OAuth2Server.Tests.Rfc9470;

/// <summary>A client asks for a stronger or a newer sign-in, without OpenID Connect.</summary>
public abstract class StepUpRequests<T> : ProtocolTests<T> where T : ITransport
{
    private static ScriptedConsent SignedInBy(TestServer server, string? contextClass, int secondsAgo = 0) => new("alice")
    {
        Authentication = new() { Time = server.Clock.GetUtcNow().AddSeconds(-secondsAgo), ContextClass = contextClass },
    };

    [Fact]
    [RfcSection("RFC 9470", "5")]
    [RfcSection("RFC 9470", "6.2")]
    public async Task The_class_and_the_time_that_were_asked_for_are_in_the_token()
    {
        var server = Start();
        var query = Known.Authorization.Also("acr_values", "phr phrh").Also("max_age", "60");
        var answer = (await server.AuthorizeAsync(query, SignedInBy(server, "phrh"))).MustGiveCode();
        var token = (await server.TokenAsync(Known.Redemption(answer.Code))).MustIssue();
        var about = (await server.IntrospectAsync(token.AccessToken)).MustBeActive();
        Assert.Equal("phrh", about["acr"]);
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), about.Json.GetProperty("auth_time").GetInt64());
    }

    [Theory]
    [InlineData("pwd")]
    [InlineData(null)]
    [RfcSection("RFC 9470", "5")]
    public async Task A_sign_in_of_another_class_gives_no_weaker_token(string? reached)
    {
        var server = Start();
        var answer = await server.AuthorizeAsync(Known.Authorization.Also("acr_values", "phr phrh"), SignedInBy(server, reached));
        Assert.Equal(Known.State, answer.MustRedirectError("unmet_authentication_requirements").InLocation("state"));
    }

    [Theory]
    [InlineData("ten")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [RfcSection("RFC 9470", "4")]
    public async Task A_max_age_that_is_no_number_is_refused(string age) =>
        (await Start().AuthorizeAsync(Known.Authorization.Also("max_age", age))).MustRedirectError("invalid_request");

    [Fact]
    [RfcSection("RFC 9470", "4")]
    public async Task More_classes_than_a_client_can_mean_are_refused() =>
        (await Start().AuthorizeAsync(Known.Authorization.Also("acr_values", string.Join(' ', Enumerable.Range(0, 51)))))
            .MustRedirectError("invalid_request");

    [Fact]
    [RfcSection("RFC 9470", "4")]
    public async Task They_may_be_pushed()
    {
        var server = Start();
        var pushed = await server.PushedAsync(Known.Authorization.Also("acr_values", "phr"));
        (await server.AuthorizeAsync(pushed, SignedInBy(server, "pwd"))).MustRedirectError("unmet_authentication_requirements");
        (await server.AuthorizeAsync(pushed, SignedInBy(server, "phr"))).MustGiveCode();
    }
}
