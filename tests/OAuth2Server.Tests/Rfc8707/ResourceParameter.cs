namespace OAuth2Server.Tests.Rfc8707;

[RfcSection("RFC 8707", "2")]
[RfcSection("RFC 8707", "2.1")]
[RfcSection("RFC 8707", "2.2")]
public abstract class ResourceParameter<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer AtPhotos() => Start(s => s.Resource = Known.Photos);

    private static Parameters ForPhotos { get; } = Known.Authorization.With("resource", Known.Photos);

    [Fact]
    public async Task A_token_for_a_resource_is_good_there()
    {
        var server = AtPhotos();
        (await server.BearerAsync((await server.IssueAsync(ForPhotos)).AccessToken, "a")).MustBe(200);
    }

    [Fact]
    public async Task A_token_for_a_resource_is_refused_elsewhere()
    {
        var server = AtPhotos();
        var mail = await server.IssueAsync(Known.Authorization.With("resource", Known.Mail));
        Assert.Contains(
            "invalid_token", (await server.BearerAsync(mail.AccessToken)).MustBe(401).Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_a_resource_is_refused_where_the_resource_server_has_no_name()
    {
        var server = Start();
        (await server.BearerAsync((await server.IssueAsync(ForPhotos)).AccessToken)).MustBe(401);
    }

    [Fact]
    public async Task A_token_without_resource_is_good_everywhere()
    {
        var server = AtPhotos();
        (await server.BearerAsync((await server.IssueAsync()).AccessToken, "a")).MustBe(200);
    }

    [Fact]
    public async Task It_may_be_repeated()
    {
        var server = AtPhotos();
        var both = await server.IssueAsync(ForPhotos.Also("resource", Known.Mail));
        (await server.BearerAsync(both.AccessToken)).MustBe(200);
        (await server.TokenAsync(Known.ClientCredentials.Also("resource", Known.Photos).Also("resource", Known.Mail), Known.WebBasic))
            .MustIssue();
    }

    [Theory]
    [InlineData("https://unknown.example.com/api")]
    [InlineData("https://photos.example.com/api/")]
    [InlineData("https://photos.example.com/API")]
    [InlineData("https://photos.example.com/api#fragment")]
    [InlineData("photos")]
    public async Task An_unknown_or_malformed_resource_is_refused(string resource)
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization.With("resource", resource))).MustRedirectError("invalid_target");
        (await server.TokenAsync(Known.ClientCredentials.With("resource", resource), Known.WebBasic)).MustRefuse("invalid_target");
    }

    private const string Root = "https://api.example.com";

    private TestServer AtRoot(string registered = Root, string? own = null) => Start(s =>
    {
        s.Options.Resources = [new() { Resource = registered, ClientId = "api" }];
        s.Resource = own ?? registered;
    });

    [Theory]
    [InlineData(Root, Root + "/")]
    [InlineData(Root + "/", Root)]
    [InlineData(Root, "HTTPS://API.example.COM")]
    [InlineData(Root, Root + ":443")]
    [InlineData(Root, "Https://Api.Example.Com:443/")]
    [InlineData(Root + "?x=1", Root + "/?x=1")]
    [InlineData("http://127.0.0.1:5000/mcp", "HTTP://127.0.0.1:5000/mcp")]
    [InlineData("http://localhost", "http://localhost:80/")]
    [InlineData("URN:example:api", "urn:example:api")]
    [InlineData("https://[2001:DB8::A]:443/", "https://[2001:db8::a]")]
    [InlineData("https://user@api.example.com", "HTTPS://user@API.example.com:443/")]
    public async Task A_spelling_that_clients_change_is_the_same_resource_everywhere_and_tokens_have_the_registered_one(
        string registered, string sent)
    {
        var server = AtRoot(registered, own: sent);
        var code = await server.CodeAsync(Known.Authorization.With("resource", sent));
        var issued = (await server.TokenAsync(Known.Redemption(code).With("resource", sent))).MustIssue();
        var refreshed = (await server.RefreshAsync(issued.RefreshToken, ("resource", sent))).MustIssue();
        var service = (await server.TokenAsync(Known.ClientCredentials.With("resource", sent), Known.WebBasic)).MustIssue();
        var codes = (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.With("resource", sent))).MustBe(200);
        await server.AnswerDeviceAsync(codes.UserCode);
        var device = (await server.TokenAsync(Known.Poll(codes.DeviceCode).With("resource", sent))).MustIssue();
        foreach (var token in (Answer[])[issued, refreshed, service, device])
        {
            // The resource server's own name is spelled as the client spells it.
            (await server.BearerAsync(token.AccessToken)).MustBe(200);
            var seen = (await server.IntrospectAsync(token.AccessToken)).MustBeActive();
            Assert.Equal([registered], seen.Json.GetProperty("aud").EnumerateArray().Select(a => a.GetString()));
        }
    }

    [Theory]
    [InlineData(Root, Root + "//")]
    [InlineData(Root, Root + "/a")]
    [InlineData(Root, "http://api.example.com")]
    [InlineData(Root, Root + ":8443")]
    [InlineData(Root, Root + ":80")]
    [InlineData(Root, Root + "?x=1")]
    [InlineData(Root, Root + "/#x")]
    [InlineData(Root, "https://user@api.example.com")]
    [InlineData(Root, "https://api.example.com.evil.example")]
    [InlineData(Root + "/api", Root + "/api/")]
    [InlineData(Root + "/api/", Root + "/api")]
    [InlineData(Root + "/api", Root + "/API")]
    [InlineData(Root + "/api", Root + "//api")]
    [InlineData(Root + "/api", Root + "/./api")]
    [InlineData(Root + "/a%7Eb", Root + "/a~b")]
    [InlineData(Root + "?X=1", Root + "?x=1")]
    [InlineData("urn:example:api", "urn:EXAMPLE:api")]
    [InlineData(Root, "https://api.example.com@evil.example")]
    [InlineData(Root, "https://evil.example\\@api.example.com")]
    [InlineData(Root, "https://api.example.com\\")]
    [InlineData(Root, "https:\\\\api.example.com")]
    [InlineData(Root, "https:/api.example.com")]
    [InlineData(Root, "https:api.example.com")]
    [InlineData(Root, "https:///api.example.com")]
    [InlineData(Root, Root + ".")]
    [InlineData(Root, Root + ":0443")]
    [InlineData(Root, Root + ":")]
    [InlineData(Root, Root + ":443:443")]
    [InlineData(Root, Root + "::443")]
    [InlineData(Root, Root + "%2F")]
    [InlineData(Root, "https://%61pi.example.com")]
    [InlineData(Root, Root + "\t")]
    [InlineData(Root, " " + Root)]
    [InlineData(Root, Root + "?")]
    [InlineData(Root, Root + "/?")]
    [InlineData("https://kilo.example.com", "https://\u212Ailo.example.com")]
    [InlineData("https://user@api.example.com", "https://USER@api.example.com")]
    [InlineData("http://api.example.com", "http://api.example.com:443")]
    [InlineData("https://[::1]", "https://[0::1]")]
    [InlineData("https://[::443]", "https://[:]")]
    public async Task Nothing_else_may_differ(string registered, string sent)
    {
        // A resource server does not start with a text that is no identifier.
        var isIdentifier = sent.All(char.IsAscii) && Uri.IsWellFormedUriString(sent, UriKind.Absolute)
            && !sent.Contains('#', StringComparison.Ordinal);
        var server = AtRoot(registered, own: isIdentifier ? sent : "https://other.example.com");
        (await server.AuthorizeAsync(Known.Authorization.With("resource", sent))).MustRedirectError("invalid_target");
        (await server.TokenAsync(Known.ClientCredentials.With("resource", sent), Known.WebBasic)).MustRefuse("invalid_target");
        (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.With("resource", sent))).MustRefuse("invalid_target");
        var issued = (await server.TokenAsync(Known.ClientCredentials.With("resource", registered), Known.WebBasic)).MustIssue();
        (await server.BearerAsync(issued.AccessToken)).MustBe(401);
    }

    [Fact]
    public async Task Two_spellings_in_one_request_are_one_audience()
    {
        var server = AtRoot();
        var both = Known.ClientCredentials.Also("resource", Root).Also("resource", Root + "/");
        var issued = (await server.TokenAsync(both, Known.WebBasic)).MustIssue();
        var seen = (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
        Assert.Equal([Root], seen.Json.GetProperty("aud").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task A_registration_that_equals_the_request_wins_over_one_that_is_only_the_same()
    {
        var server = Start(s => s.Options.Resources = [new() { Resource = Root }, new() { Resource = Root + "/", ClientId = "api" }]);
        var issued = (await server.TokenAsync(Known.ClientCredentials.With("resource", Root + "/"), Known.WebBasic)).MustIssue();
        var seen = (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
        Assert.Equal([Root + "/"], seen.Json.GetProperty("aud").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task One_unknown_among_known_resources_is_refused()
    {
        var server = Start();
        (await server.AuthorizeAsync(ForPhotos.Also("resource", "https://unknown.example.com"))).MustRedirectError("invalid_target");
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(21, false)]
    [InlineData(20, true)]
    public async Task The_number_of_resources_is_bounded(int count, bool good)
    {
        var server = AtPhotos();
        Parameters many = [.. Enumerable.Repeat(("resource", Known.Photos), count)];
        var authorized = await server.AuthorizeAsync([.. Known.Authorization, .. many]);
        var issued = await server.TokenAsync([.. Known.ClientCredentials, .. many], Known.WebBasic);
        var device = await server.AuthorizeDeviceAsync([.. Known.DeviceAuthorization, .. many]);
        if (good)
        {
            authorized.MustGiveCode();
            (await server.BearerAsync(issued.MustIssue().AccessToken)).MustBe(200);
            device.MustBe(200);
            return;
        }
        authorized.MustRedirectError("invalid_target");
        issued.MustRefuse("invalid_target");
        device.MustRefuse("invalid_target");
    }

    [Theory]
    [InlineData("https://photos.example.com/\u00e4pi")]
    [InlineData("https://photos.example.com/api\U0001F600")]
    [InlineData("//photos.example.com/api")]
    [InlineData("/api")]
    [InlineData("https://")]
    [InlineData(":")]
    [InlineData("@")]
    [InlineData("https://@")]
    [InlineData("javascript:alert(1)")]
    public async Task Odd_values_are_refused_at_every_endpoint(string resource)
    {
        var server = Start();
        var code = await server.CodeAsync(ForPhotos);
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.AuthorizeAsync(Known.Authorization.With("resource", resource))).MustRedirectError("invalid_target");
        (await server.AuthorizeDeviceAsync(Known.DeviceAuthorization.With("resource", resource))).MustRefuse("invalid_target");
        (await server.TokenAsync(Known.ClientCredentials.With("resource", resource), Known.WebBasic)).MustRefuse("invalid_target");
        (await server.RefreshAsync(issued.RefreshToken, ("resource", resource))).MustRefuse("invalid_target");
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task A_value_of_ten_kilobytes_is_refused_like_a_short_one()
    {
        var server = Start();
        var resource = "https://photos.example.com/" + new string('x', 10_000);
        (await server.AuthorizeAsync(Known.Authorization.With("resource", resource))).MustRedirectError("invalid_target");
        (await server.TokenAsync(Known.ClientCredentials.With("resource", resource), Known.WebBasic)).MustRefuse("invalid_target");
        var evil = Known.Authorization.With("resource", resource).With("redirect_uri", "https://evil.example/cb");
        (await server.AuthorizeAsync(evil)).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task A_device_may_narrow_what_it_asked_for_and_widen_it_again_within_that()
    {
        var server = AtPhotos();
        var codes = (await server.AuthorizeDeviceAsync(
            Known.DeviceAuthorization.Also("resource", Known.Photos).Also("resource", Known.Mail))).MustBe(200);
        await server.AnswerDeviceAsync(codes.UserCode);
        var mail = (await server.TokenAsync(Known.Poll(codes.DeviceCode).With("resource", Known.Mail))).MustIssue();
        (await server.BearerAsync(mail.AccessToken)).MustBe(401);
        var refresh = Known.Refresh(mail.RefreshToken).With("client_id", "tv");
        var both = (await server.TokenAsync(refresh)).MustIssue();
        (await server.BearerAsync(both.AccessToken)).MustBe(200);
    }

    [Fact]
    public async Task An_empty_resource_is_as_if_omitted()
    {
        var server = Start();
        (await server.BearerAsync((await server.IssueAsync(Known.Authorization.With("resource", ""))).AccessToken)).MustBe(200);
    }

    [Fact]
    public async Task A_token_request_may_narrow_the_resources_and_not_widen_them()
    {
        var server = AtPhotos();
        var code = await server.CodeAsync(ForPhotos.Also("resource", Known.Mail));
        var mail = (await server.TokenAsync(Known.Redemption(code).With("resource", Known.Mail))).MustIssue();
        (await server.BearerAsync(mail.AccessToken)).MustBe(401);
        var photos = (await server.RefreshAsync(mail.RefreshToken, ("resource", Known.Photos))).MustIssue();
        (await server.BearerAsync(photos.AccessToken)).MustBe(200);
        // Each refresh counts from the authorization, and not from the token before it.
        var both = (await server.RefreshAsync(photos.RefreshToken)).MustIssue();
        (await server.BearerAsync(both.AccessToken)).MustBe(200);
        var again = (await server.RefreshAsync(both.RefreshToken, ("resource", Known.Mail))).MustIssue();
        (await server.BearerAsync(again.AccessToken)).MustBe(401);

        var narrow = await server.IssueAsync(ForPhotos);
        (await server.RefreshAsync(narrow.RefreshToken, ("resource", Known.Mail))).MustRefuse("invalid_target");
    }

    [Fact]
    public async Task A_refused_resource_does_not_use_the_refresh_token_up()
    {
        var server = AtPhotos();
        var issued = await server.IssueAsync(ForPhotos);
        (await server.RefreshAsync(issued.RefreshToken, ("resource", Known.Mail))).MustRefuse("invalid_target");
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task A_refresh_without_resource_keeps_the_granted_ones()
    {
        var server = AtPhotos();
        var issued = await server.IssueAsync(Known.Authorization.With("resource", Known.Mail));
        var refreshed = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        (await server.BearerAsync(refreshed.AccessToken)).MustBe(401);
    }

    [Fact]
    public async Task A_code_that_named_no_resource_may_be_redeemed_for_one()
    {
        var server = AtPhotos();
        var code = await server.CodeAsync();
        var issued = (await server.TokenAsync(Known.Redemption(code).With("resource", Known.Mail))).MustIssue();
        (await server.BearerAsync(issued.AccessToken)).MustBe(401);
    }

    [Fact]
    public async Task A_token_gets_only_the_scope_that_means_something_to_its_resource()
    {
        var server = AtPhotos();
        var issued = await server.IssueAsync(ForPhotos.With("scope", "b c"));
        Assert.Equal("b", issued["scope"]);
        Assert.Equal("b c", (await server.IssueAsync(Known.Authorization.With("scope", "b c").With("resource", Known.Mail)))["scope"]);
    }

    [Fact]
    public async Task A_scope_that_means_nothing_to_the_resource_is_refused()
    {
        var server = AtPhotos();
        (await server.TokenAsync(Known.ClientCredentials.With("scope", "c").With("resource", Known.Photos), Known.WebBasic))
            .MustRefuse("invalid_scope");
    }
}
