namespace OAuth2Server.Tests.Rfc9101;

/// <summary>Request objects at the endpoints; how one is verified is a matter of the reader.</summary>
public abstract class RequestObjects<T> : ProtocolTests<T> where T : ITransport
{
    private static string Signed { get; } = ScriptedRequestObjects.Of(Known.Authorization);

    private static Parameters ByValue(string requestObject) => [("client_id", "app"), ("request", requestObject)];

    private TestServer WithReader(Action<Setup>? more = null) => Start(s =>
    {
        s.RequestObjects = new ScriptedRequestObjects();
        more?.Invoke(s);
    });

    [Fact]
    [RfcSection("RFC 9101", "5")]
    public async Task The_parameters_in_the_object_count_and_no_other()
    {
        var server = WithReader();
        var odd = ByValue(Signed).Also("state", "other").Also("redirect_uri", "https://evil.example/cb").Also("scope", "z");
        var answer = (await server.AuthorizeAsync(odd)).MustGiveCode();
        Assert.Equal(Known.State, answer.InLocation("state"));
        (await server.TokenAsync(Known.Redemption(answer.Code))).MustIssue();
    }

    [Fact]
    [RfcSection("RFC 9101", "6.3")]
    public async Task A_parameter_beside_the_object_does_not_replace_one_that_is_missing_in_it()
    {
        var server = WithReader();
        var without = ScriptedRequestObjects.Of(Known.Authorization.Without("code_challenge").Without("code_challenge_method"));
        var odd = ByValue(without).Also("code_challenge", Known.Challenge).Also("code_challenge_method", "S256");
        (await server.AuthorizeAsync(odd)).MustRedirectError("invalid_request");
    }

    [Fact]
    [RfcSection("RFC 9101", "5")]
    public async Task It_may_be_posted()
    {
        var server = WithReader();
        (await server.SendAsync(WireRequest.Post(Endpoint.Authorization, ByValue(Signed)))).MustGiveCode();
    }

    [Fact]
    [RfcSection("RFC 9101", "4")]
    public async Task An_object_of_another_client_or_with_another_object_in_it_is_refused()
    {
        var server = WithReader();
        Parameters[] wrong =
        [
            Known.Authorization.With("client_id", "web"), Known.Authorization.Without("client_id"),
            Known.Authorization.Also("request", Signed), Known.Authorization.Also("request_uri", "https://app.example.org/r"),
        ];
        foreach (var inner in wrong)
        {
            (await server.AuthorizeAsync(ByValue(ScriptedRequestObjects.Of(inner)))).MustShowPage("invalid_request_object");
            (await server.PushAsync(ByValue(ScriptedRequestObjects.Of(inner)))).MustRefuse("invalid_request_object");
        }
    }

    [Fact]
    [RfcSection("RFC 9101", "6.2")]
    public async Task An_object_that_is_not_valid_is_shown_to_the_user()
    {
        var server = WithReader();
        (await server.AuthorizeAsync(Known.Authorization.Also("request", "x"))).MustShowPage("invalid_request_object");
        (await server.PushAsync(Known.Authorization.Also("request", "x"))).MustRefuse("invalid_request_object");
    }

    [Fact]
    [RfcSection("RFC 9101", "6.3")]
    public async Task A_repeated_parameter_in_the_object_is_refused()
    {
        var server = WithReader();
        (await server.AuthorizeAsync(ByValue(ScriptedRequestObjects.Of(Known.Authorization.Also("scope", "a")))))
            .MustRedirectError("invalid_request");
    }

    [Fact]
    [RfcSection("RFC 9101", "5")]
    public async Task An_object_and_a_reference_together_are_refused()
    {
        var server = WithReader();
        (await server.AuthorizeAsync(ByValue(Signed).Also("request_uri", "https://app.example.org/r"))).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(ByValue(Signed).Also("request", Signed))).MustShowPage("invalid_request");
    }

    [Fact]
    [RfcSection("RFC 9101", "7")]
    public async Task A_server_without_a_reader_refuses_objects()
    {
        var server = Start();
        (await server.AuthorizeAsync(ByValue(Signed))).MustRedirectError("request_not_supported");
        var answer = await server.AuthorizeAsync(Known.Authorization.Also("request", Signed));
        Assert.Equal(Known.State, answer.MustRedirectError("request_not_supported").InLocation("state"));
        (await server.PushAsync(Known.Authorization.Also("request", Signed))).MustRefuse("request_not_supported");
    }

    [Fact]
    [RfcSection("RFC 9126", "3")]
    public async Task An_object_can_be_pushed()
    {
        var server = WithReader();
        (await server.AuthorizeAsync(await server.PushedAsync(ByValue(Signed).Also("state", "other")))).MustGiveCode();
        var kept = Assert.Single(server.Store.Pushed);
        Assert.Equal(WireRequest.Encode(Known.Authorization), kept.Parameters);
    }

    [Fact]
    [RfcSection("RFC 9101", "10.5")]
    public async Task A_client_that_must_sign_is_refused_otherwise()
    {
        var server = WithReader(s => s.Store.AddClient(Known.App with { RequireSignedRequestObject = true }));
        (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("invalid_request");
        (await server.PushAsync(Known.Authorization)).MustRefuse("invalid_request");
        (await server.AuthorizeAsync(ByValue(Signed))).MustGiveCode();
        (await server.AuthorizeAsync(await server.PushedAsync(ByValue(Signed)))).MustGiveCode();
    }

    [Fact]
    [RfcSection("RFC 9126", "5")]
    public async Task A_signed_object_is_not_a_pushed_request()
    {
        var server = WithReader(s => s.Options.RequirePushedAuthorizationRequests = true);
        (await server.AuthorizeAsync(ByValue(Signed))).MustRedirectError("invalid_request");
        Assert.Empty(server.Store.Pushed);
    }

    [Fact]
    [RfcSection("RFC 9101", "10.5")]
    public async Task The_metadata_says_what_is_read()
    {
        var metadata = (await WithReader().MetadataAsync()).MustBe(200).Json;
        Assert.True(metadata.GetProperty("request_parameter_supported").GetBoolean());
        Assert.False(metadata.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.Equal("ES256", metadata.GetProperty("request_object_signing_alg_values_supported")[0].GetString());
        Assert.False(metadata.GetProperty("require_signed_request_object").GetBoolean());
        var none = (await Start().MetadataAsync()).MustBe(200).Json;
        Assert.False(none.GetProperty("request_parameter_supported").GetBoolean());
        Assert.False(none.TryGetProperty("require_signed_request_object", out _));
    }
}
