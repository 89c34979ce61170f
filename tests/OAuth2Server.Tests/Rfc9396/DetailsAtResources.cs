using static OAuth2Server.Tests.Rfc9396.DetailsServers;

namespace OAuth2Server.Tests.Rfc9396;

/// <summary>What a resource server learns: by introspection, and from a JWT.</summary>
[RfcSection("RFC 9396", "9")]
public abstract class DetailsAtResources<T> : ProtocolTests<T> where T : ITransport
{
    private const string AtPhotos = """{"type":"payment","creditor":"Shop","amount":1,"locations":["https://photos.example.com/api"]}""";
    private const string BelowPhotos =
        """{"type":"payment","creditor":"Shop","amount":2,"locations":["https://photos.example.com/api/1"]}""";
    private const string AtMail = """{"type":"payment","creditor":"Shop","amount":3,"locations":["https://mail.example.com/api"]}""";
    private const string BesidePhotos =
        """{"type":"payment","creditor":"Shop","amount":5,"locations":["https://photos.example.com/api2"]}""";

    private static void WithJwts(Setup setup)
    {
        Usual(setup);
        setup.Jwt = new();
        setup.Options.Resources[0].AccessTokenFormat = AccessTokenFormat.Jwt;
    }

    [Fact]
    [RfcSection("RFC 9396", "9.2")]
    public async Task Introspection_shows_those_of_the_token()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Request(Both));
        Assert.Equal(Both, (await server.IntrospectAsync(issued.AccessToken)).MustBeActive().Details());
        var narrow = (await server.RefreshAsync(issued.RefreshToken, ("authorization_details", Smaller))).MustIssue();
        Assert.Equal(Smaller, (await server.IntrospectAsync(narrow.AccessToken)).MustBeActive().Details());
        Assert.Equal(Both, (await server.IntrospectAsync(issued.AccessToken)).MustBeActive().Details());
    }

    [Fact]
    [RfcSection("RFC 9396", "9.2")]
    public async Task Introspection_of_a_refresh_token_shows_all_that_was_granted()
    {
        var server = Start(Usual);
        var code = await server.CodeAsync(Known.WebAuthorization.With("authorization_details", Both));
        var form = Known.WebRedemption(code).With("authorization_details", Payment);
        var issued = (await server.TokenAsync(form, Known.WebBasic)).MustIssue();
        var seen = await server.IntrospectAsync([("token", issued.RefreshToken)], Known.WebBasic);
        Assert.Equal(Both, seen.MustBeActive().Details());
    }

    [Fact]
    [RfcSection("RFC 9396", "9.1")]
    public async Task A_jwt_has_them_as_a_claim()
    {
        var server = Start(WithJwts);
        var issued = await server.IssueAsync(Request(Both).With("resource", Known.Photos));
        Assert.Equal(Both, Details((await server.ReadAsync(issued.AccessToken)).Claims));
        var narrow = (await server.RefreshAsync(issued.RefreshToken, ("authorization_details", Smaller))).MustIssue();
        Assert.Equal(Smaller, Details((await server.ReadAsync(narrow.AccessToken)).Claims));
    }

    [Fact]
    [RfcSection("RFC 9396", "9.1")]
    public async Task A_jwt_without_them_has_no_claim()
    {
        var server = Start(WithJwts);
        var issued = await server.IssueAsync(Known.Authorization.With("resource", Known.Photos));
        Assert.Null(Details((await server.ReadAsync(issued.AccessToken)).Claims));
    }

    [Fact]
    [RfcSection("RFC 9396", "9.1")]
    public async Task A_jwt_that_would_be_too_long_for_a_header_is_refused_and_the_client_can_ask_for_less()
    {
        var server = Start(WithJwts);
        var texts = string.Join(',', Enumerable.Range(0, 700).Select(i => $"\"action-{i}\""));
        var large = $$"""[{"type":"account","actions":[{{texts}}]},{"type":"payment","creditor":"Shop","amount":10}]""";
        var code = await server.CodeAsync(await server.PushedAsync(Request(large).With("resource", Known.Photos)));
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_authorization_details");
        Assert.Equal(
            Payment, (await server.TokenAsync(Known.Redemption(code).With("authorization_details", Payment))).MustIssue().Details());
    }

    [Theory]
    [RfcSection("RFC 9396", "9.1")]
    [InlineData(Known.Photos, AtPhotos, BelowPhotos)]
    [InlineData(Known.Mail, AtMail)]
    public async Task A_token_for_a_resource_has_no_objects_that_are_for_other_locations(string resource, params string[] expected)
    {
        var server = Start(Usual);
        var all = $"[{AtPhotos},{BelowPhotos},{AtMail},{BesidePhotos}]";
        var issued = await server.IssueAsync(Request(all));
        Assert.Equal(all, issued.Details());
        var narrow = (await server.RefreshAsync(issued.RefreshToken, ("resource", resource))).MustIssue();
        Assert.Equal($"[{string.Join(',', expected)}]", narrow.Details());
        Assert.Equal(all, (await server.RefreshAsync(narrow.RefreshToken)).MustIssue().Details());
    }

    [Fact]
    public async Task A_token_whose_objects_are_all_for_other_locations_has_none()
    {
        var server = Start(Usual);
        var issued = await server.IssueAsync(Request($"[{AtMail}]").With("resource", Known.Photos));
        Assert.Null(issued.Details());
        Assert.Null((await server.IntrospectAsync([("token", issued.RefreshToken)], Known.ApiBasic)).Details());
    }
}
