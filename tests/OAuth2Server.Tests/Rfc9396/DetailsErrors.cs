using static OAuth2Server.Tests.Rfc9396.DetailsServers;

namespace OAuth2Server.Tests.Rfc9396;

/// <summary>What is refused, at the authorization endpoint by a redirect, and where a client sends it itself in JSON.</summary>
[RfcSection("RFC 9396", "2")]
[RfcSection("RFC 9396", "5")]
[RfcSection("RFC 9396", "8")]
public abstract class DetailsErrors<T> : ProtocolTests<T> where T : ITransport
{
    [Theory, MemberData(nameof(WrongDetails.All), MemberType = typeof(WrongDetails))]
    public async Task Malformed_details_are_refused_at_each_endpoint(string details)
    {
        var server = Start(Usual);
        (await server.AuthorizeAsync(Request(details))).MustRedirectError("invalid_authorization_details");
        (await server.PushAsync(Request(details))).MustRefuse("invalid_authorization_details");
        (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.With("authorization_details", details)))
            .MustRefuse("invalid_authorization_details");
        (await server.TokenAsync(Known.ClientCredentials.With("authorization_details", details), Known.WebBasic))
            .MustRefuse("invalid_authorization_details");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    public async Task Depth_is_limited(int levels)
    {
        var server = Start(Usual);
        // The array and the object are two of them.
        var nested = string.Concat(Enumerable.Repeat("[", levels - 2)) + string.Concat(Enumerable.Repeat("]", levels - 2));
        var answer = await server.AuthorizeAsync(Request($$"""[{"type":"account","actions":["read"],"nested":{{nested}}}]"""));
        if (levels > 16) answer.MustRedirectError("invalid_authorization_details");
        else answer.MustGiveCode();
    }

    [Fact]
    public async Task Many_objects_are_refused()
    {
        var server = Start(Usual);
        static string Payments(int count) => "[" + string.Join(',', Enumerable.Range(1, count).Select(
            i => $$"""{"type":"payment","creditor":"Shop","amount":{{i}}}""")) + "]";
        (await server.PushAsync(Request(Payments(32)))).MustBe(201);
        (await server.PushAsync(Request(Payments(33)))).MustRefuse("invalid_authorization_details");
    }

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    [InlineData(60_000, false)]
    public async Task A_long_text_is_refused(int length, bool isAccepted)
    {
        var server = Start(Usual);
        const string Begin = "[{\"type\":\"account\",\"actions\":[\"";
        const string End = "\"]}]";
        var form = Request(Begin + new string('x', length - Begin.Length - End.Length) + End);
        if (isAccepted) (await server.PushAsync(form)).MustBe(201);
        else (await server.PushAsync(form)).MustRefuse("invalid_authorization_details");
    }

    // A limit that is looked at after the parser would let each request cost what its length costs.
    [Fact]
    public async Task A_text_of_64_kilobytes_is_refused_before_it_is_parsed()
    {
        var server = Start(Usual);
        var open = new string('x', 60_000);
        var refused = (await server.PushAsync(Request(open))).MustRefuse("invalid_authorization_details");
        Assert.Contains("16384 characters", refused["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeated_details_are_refused()
    {
        var server = Start(Usual);
        (await server.AuthorizeAsync(Request(Payment).Also("authorization_details", Payment))).MustRedirectError("invalid_request");
        (await server.TokenAsync(
            Known.ClientCredentials.Also("authorization_details", Payment).Also("authorization_details", Payment), Known.WebBasic))
            .MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_server_without_types_refuses_each()
    {
        var server = Start();
        (await server.AuthorizeAsync(Request(Payment))).MustRedirectError("invalid_authorization_details");
        (await server.TokenAsync(Known.ClientCredentials.With("authorization_details", Payment), Known.WebBasic))
            .MustRefuse("invalid_authorization_details");
    }

    [Fact]
    [RfcSection("RFC 9396", "10")]
    public async Task A_client_that_is_registered_for_types_may_use_no_other()
    {
        var server = Start(s =>
        {
            Usual(s);
            s.Store.AddClient(Known.App.WithAuthorizationDetailsTypes(["account"]));
            s.Store.AddClient(Known.Tv.WithAuthorizationDetailsTypes([]));
        });
        (await server.AuthorizeAsync(Request(Account))).MustGiveCode();
        (await server.AuthorizeAsync(Request(Payment))).MustRedirectError("invalid_authorization_details");
        (await server.AuthorizeAsync(Request(Both))).MustRedirectError("invalid_authorization_details");
        (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.With("authorization_details", Account)))
            .MustRefuse("invalid_authorization_details");
    }

    [Theory]
    [InlineData("""[{"type":"unknown"}]""", "authorization_details_types_supported")]
    [InlineData("""[{"type":"payment","creditor":"Shop","amount":10,"currency":"EUR"}]""", "use creditor, amount, locations")]
    [InlineData("""[{"type":"payment","creditor":"Shop"}]""", "A payment needs a creditor")]
    public async Task The_description_says_what_to_send(string details, string expected)
    {
        var refused = (await Start(Usual).PushAsync(Request(details))).MustRefuse("invalid_authorization_details");
        Assert.Contains(expected, refused["error_description"], StringComparison.Ordinal);
    }
}
