using System.Text.Json.Nodes;

namespace OAuth2Server.AspNetCore.Tests.ClientIdMetadataDocument02;

/// <summary>Clients that describe themselves and push their requests, and documents that change before a request has its end.</summary>
public sealed class ChangedDocumentTests : DescribedSiteTests
{
    [Fact]
    public async Task A_public_client_that_describes_itself_pushes_its_request_and_one_fetch_is_enough()
    {
        var site = StartDescribed();
        var code = await CodeAsync(site, await PushAsync(site, Request));
        (await TokenAsync(site, Named(Redemption(code)))).MustIssue();
        Assert.Equal(["/client.json"], Server.Asked);
    }

    [Fact]
    public async Task A_client_that_signs_pushes_its_request_and_nobody_else_does()
    {
        PublishKeys();
        var site = StartDescribed();
        (await FormAsync(site, "/oauth2/par", Request)).MustRefuse("invalid_client", 401);
        var code = await CodeAsync(site, await PushAsync(site, Signed(Request)));
        (await TokenAsync(site, Signed(Redemption(code)))).MustIssue();
        Assert.Equal(["/client.json", "/jwks"], Server.Asked);
    }

    [Theory]
    [InlineData(false, "allow")]
    [InlineData(false, "deny")]
    [InlineData(true, "allow")]
    [InlineData(true, "deny")]
    public async Task Nothing_is_sent_to_a_redirect_uri_that_left_the_document_while_the_page_was_shown(bool isPushed, string answer)
    {
        var site = StartDescribed();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser, isPushed ? await PushAsync(site, Request) : Request);
        Document["redirect_uris"] = new JsonArray(Other);
        LetBecomeOld();
        var sent = (await AnswerAsync(browser, page, answer)).MustBe(400);
        Assert.Null(sent.Location);
    }

    [Theory]
    [InlineData(false, "allow")]
    [InlineData(false, "deny")]
    [InlineData(true, "allow")]
    [InlineData(true, "deny")]
    public async Task Nothing_is_sent_to_another_redirect_uri_than_the_page_showed(bool isPushed, string answer)
    {
        Document["redirect_uris"] = new JsonArray(Back);
        var request = Request.Without("redirect_uri");
        var site = StartDescribed();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser, isPushed ? await PushAsync(site, request) : request);
        Document["redirect_uris"] = new JsonArray("https://evil.example/back");
        LetBecomeOld();
        var sent = (await AnswerAsync(browser, page, answer)).MustBe(400);
        Assert.Null(sent.Location);
    }

    [Fact]
    public async Task A_pushed_request_is_not_answered_at_a_redirect_uri_that_left_the_document_before_the_browser_came()
    {
        var site = StartDescribed();
        var pushed = await PushAsync(site, Request);
        await new Browser(site).GetAsync(AuthorizeUrl(pushed));
        Document["redirect_uris"] = new JsonArray(Other);
        LetBecomeOld();
        (await new Browser(site).GetAsync(AuthorizeUrl(pushed))).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task A_code_is_exchanged_with_the_redirect_uri_that_it_was_sent_to_also_when_the_document_has_another_now()
    {
        var site = StartDescribed();
        var (first, second) = (await CodeAsync(site), await CodeAsync(site));
        Document["redirect_uris"] = new JsonArray(Other);
        LetBecomeOld();
        (await TokenAsync(site, Named(Redemption(first)).With("redirect_uri", Other))).MustRefuse("invalid_grant");
        (await TokenAsync(site, Named(Redemption(second)))).MustIssue();
        Assert.Equal(2, Server.Asked.Count);
    }

    [Fact]
    public async Task A_client_that_signs_from_now_on_must_sign_for_the_codes_that_it_has()
    {
        var site = StartDescribed();
        var code = await CodeAsync(site);
        PublishKeys();
        LetBecomeOld();
        (await TokenAsync(site, Named(Redemption(code)))).MustRefuse("invalid_client", 401);
        (await TokenAsync(site, Signed(Redemption(code)))).MustIssue();
    }

    [Fact]
    public async Task A_client_whose_document_has_no_keys_any_more_is_not_authenticated_by_the_old_ones()
    {
        PublishKeys();
        var site = StartDescribed();
        var code = await CodeAsync(site);
        Document.Remove("jwks_uri");
        LetBecomeOld();
        (await TokenAsync(site, Signed(Redemption(code)))).MustRefuse("invalid_client", 401);
        // It is a public client now: the verifier alone proves that the code is its own.
        (await TokenAsync(site, Named(Redemption(code)).With("code_verifier", Known.Challenge))).MustRefuse("invalid_grant");
        (await TokenAsync(site, Named(Redemption(await CodeAsync(site))))).MustIssue();
    }

    [Theory]
    [InlineData("redirect_uris")]
    [InlineData("client_id")]
    [InlineData("grant_types")]
    public async Task A_document_that_makes_no_client_any_more_ends_the_request(string member)
    {
        var site = StartDescribed();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser, Request);
        var code = await CodeAsync(site);
        Document[member] = member == "client_id" ? "https://app.example.com/other.json" : new JsonArray("none");
        LetBecomeOld();
        Assert.Null((await AnswerAsync(browser, page, "allow")).MustBe(400).Location);
        (await TokenAsync(site, Named(Redemption(code)))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_request_has_its_end_while_the_server_of_the_document_is_away()
    {
        var site = StartDescribed();
        var browser = new Browser(site);
        var page = await ConsentPageAsync(browser, Request);
        Server.Answer = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        LetBecomeOld();
        var code = (await AnswerAsync(browser, page, "allow")).MustGiveCode().Code;
        (await TokenAsync(site, Named(Redemption(code)))).MustIssue();
    }

    private static async Task<Parameters> PushAsync(Site site, Parameters form) =>
        Known.Pushed((await FormAsync(site, "/oauth2/par", form)).MustBe(201)["request_uri"]!).With("client_id", Id);

    private static Task<Answer> AnswerAsync(Browser browser, string page, string answer) =>
        browser.PostAsync("/consent", ("ticket", Browser.TicketOf(page)), ("answer", answer));
}
