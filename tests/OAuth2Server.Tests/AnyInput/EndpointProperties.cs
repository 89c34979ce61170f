using System.Text;
using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

/// <summary>For any input an endpoint answers as the protocol says; no input makes it fail.</summary>
[RfcSection("RFC 6749", "5.2")]
[RfcSection("RFC 6749", "3.1")]
public sealed class EndpointProperties : ProtocolTests<InProcess>
{
    private static readonly Gen<string> _value =
        Gen.OneOf(Any.Text, Any.Of("app", "web", "code", "a", Known.AppUri, Known.Challenge, "S256", Known.WebSecret, Known.Photos));

    private static readonly string[] _names =
    [
        "grant_type", "client_id", "client_secret", "code", "code_verifier", "redirect_uri", "refresh_token", "username", "password",
        "scope", "resource", "ticket",
        "response_type", "state", "code_challenge", "code_challenge_method", "token", "token_type_hint", "unknown",
    ];

    private static Gen<byte[]> AlmostGood { get; } = Gen.Select(Any.Of(_names), _value).Array[0, 10].Select(pairs =>
        Encoding.ASCII.GetBytes(string.Join('&', pairs.Select(p => $"{p.Item1}={Escaped(p.Item2)}"))));

    private static string Escaped(string value) => Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public async Task Any_bytes_at_the_token_endpoint_are_a_4xx_in_json()
    {
        var server = Start();
        await Gen.OneOf(Any.Bytes, AlmostGood).SampleAsync(
            async body => MustRefuse(await server.SendAsync(WireRequest.Post(Endpoint.Token, []) with { Body = body })));
    }

    [Theory]
    [InlineData(Endpoint.Revocation)]
    [InlineData(Endpoint.Introspection)]
    public async Task Any_bytes_about_a_token_are_a_4xx_in_json_or_an_unknown_token(Endpoint endpoint)
    {
        var server = Start();
        await Gen.OneOf(Any.Bytes, AlmostGood).SampleAsync(async body =>
        {
            var answer = await server.SendAsync(WireRequest.Post(endpoint, []) with { Body = body, Headers = [Known.WebBasic] });
            if (answer.Status != 200) MustRefuse(answer);
            else Assert.True(answer.Text is "{}" or """{"active":false}""");
        });
    }

    [Fact]
    public async Task Any_bytes_at_the_device_authorization_endpoint_are_a_4xx_in_json()
    {
        var server = Start();
        await Any.Bytes.SampleAsync(
            async body => MustRefuse(await server.SendAsync(WireRequest.Post(Endpoint.DeviceAuthorization, []) with { Body = body })));
    }

    [Fact]
    public async Task Any_text_as_a_user_code_is_no_code()
    {
        var server = Start();
        await server.AuthorizeDeviceAsync();
        await Any.Unicode.SampleAsync(async text => Assert.Equal("invalid_grant", await server.AnswerDeviceAsync(text)));
    }

    [Theory]
    [InlineData("authorization_code")]
    [InlineData(DeviceCodeGrant.Name)]
    [InlineData("refresh_token")]
    [InlineData("password")]
    [InlineData(TicketGrant.Name)]
    [InlineData("unknown")]
    public async Task Any_value_in_a_grant_of_an_authenticated_client_is_a_4xx_in_json(string grantType)
    {
        var server = Start();
        await Gen.Select(Any.Unicode, Any.Unicode).SampleAsync(async (one, other) =>
        {
            Parameters form =
            [
                ("grant_type", grantType), ("code", one), ("device_code", one), ("code_verifier", other), ("refresh_token", one),
                ("username", one), ("password", other), ("ticket", "x" + one), ("scope", other), ("resource", other),
            ];
            MustRefuse(await server.TokenAsync(form, Known.WebBasic));
        });
    }

    [Fact]
    public async Task Any_authorization_header_at_the_token_endpoint_is_a_4xx_in_json()
    {
        var server = Start();
        await Any.Text.SampleAsync(async header => MustRefuse(await server.TokenAsync(Known.ClientCredentials, ("Authorization", header))));
    }

    [Fact]
    public async Task Any_query_at_the_authorization_endpoint_is_a_page_or_a_redirect_to_a_registered_uri()
    {
        var server = Start();
        await Gen.OneOf(Any.Text, AlmostGood.Select(Encoding.ASCII.GetString)).SampleAsync(async query =>
        {
            var answer = await server.SendAsync(new(Endpoint.Authorization, "GET") { Query = query });
            Assert.True(answer.Status is 303 or 400);
            Assert.Equal(answer.Status == 303, answer.Location is not null);
            if (answer.Location is { } location)
            {
                Assert.True(
                    location.StartsWith(Known.AppUri + "?", StringComparison.Ordinal)
                    || location.StartsWith(Known.WebUri + "?", StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public async Task Any_authorization_request_of_a_known_client_gets_its_state_back()
    {
        var server = Start();
        var names = Any.Of("scope", "response_type", "code_challenge", "resource", "state", "unknown");
        await Gen.Select(names, Any.Unicode).SampleAsync(async (name, value) =>
        {
            var answer = (await server.AuthorizeAsync(Known.Authorization.With(name, value))).MustBe(303);
            Assert.Equal(Known.Issuer, answer.InLocation("iss"));
            var sent = name != "state" ? Known.State : value.Length > 0 ? value : null;
            Assert.Equal(sent, answer.InLocation("state"));
            Assert.All(answer.Location!, c => Assert.InRange(c, '!', '~'));
        });
    }

    [Fact]
    public async Task Any_bearer_token_is_a_400_or_401_with_a_challenge()
    {
        var server = Start();
        await Any.Text.SampleAsync(async text =>
        {
            foreach (var header in new[] { text, "Bearer " + text })
            {
                var answer = await server.SendAsync(new(Endpoint.Resource, "GET") { Headers = [("Authorization", header)] });
                Assert.True(answer.Status is 400 or 401);
                Assert.StartsWith("Bearer realm=", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
            }
        });
    }

    private static void MustRefuse(Answer answer)
    {
        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal("error error_description", answer.Members());
        Assert.All(answer["error"]! + answer["error_description"], c => Assert.True(c is >= ' ' and <= '~' and not '"' and not '\\'));
    }
}
