using System.Text.Json.Nodes;

namespace OAuth2Server.AspNetCore.Tests.ClientIdMetadataDocument02;

/// <summary>What a client gets whose document cannot be used: an error at the endpoints for clients, and for the browser a page without a
/// redirect.</summary>
public sealed class DescribedClientErrorTests : DescribedSiteTests
{
    private static Parameters Wrong { get; } = Redemption("x").With("client_id", Id);

    [Theory]
    [InlineData("longer than 5 KiB")]
    [InlineData("a page")]
    [InlineData("without a type")]
    [InlineData("a redirect to another host")]
    [InlineData("a redirect to the same host")]
    [InlineData("with a secret")]
    [InlineData("with the end of a secret")]
    [InlineData("of another client")]
    [InlineData("without a client")]
    [InlineData("with a method with a secret")]
    [InlineData("with http on a public host alone")]
    [InlineData("not there")]
    [InlineData("empty")]
    public async Task Without_a_document_that_can_be_used_the_client_is_unknown_at_each_endpoint(string document)
    {
        Server.Answer = http => AnswerAsync(http, document);
        var site = StartDescribed();
        (await new Browser(site).GetAsync(AuthorizeUrl(Request))).MustShowPage("invalid_client");
        Assert.Equal(["/client.json"], Server.Asked);
        foreach (var endpoint in (string[])["token", "par", "revoke"])
        {
            LetBecomeOld();
            Parameters form = endpoint == "par" ? Request : [.. Wrong, ("token", "x")];
            var answer = (await FormAsync(site, "/oauth2/" + endpoint, form)).MustRefuse("invalid_client", 401);
            Assert.Equal("Client authentication failed.", answer["error_description"]);
        }
        Assert.Equal(Enumerable.Repeat("/client.json", 4), Server.Asked);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task While_the_server_of_the_document_fails_the_client_shall_come_again(int status)
    {
        Server.Answer = http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        var site = StartDescribed();
        var page = (await new Browser(site).GetAsync(AuthorizeUrl(Request))).MustShowPage("temporarily_unavailable", 503);
        var answer = (await TokenAsync(site, Wrong)).MustRefuse("temporarily_unavailable", 503);
        Assert.Equal(("10", "10"), (page.Header("Retry-After"), answer.Header("Retry-After")));
    }

    [Theory]
    [InlineData("authorize")]
    [InlineData("token")]
    [InlineData("par")]
    public async Task A_slow_document_is_waited_for_five_seconds(string endpoint)
    {
        var asked = new TaskCompletionSource();
        Server.Answer = async http =>
        {
            // Something of it arrives, so that the wait is not one for the first byte alone.
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        var site = StartDescribed();
        var waiting = endpoint switch
        {
            "authorize" => new Browser(site).GetAsync(AuthorizeUrl(Request)),
            "token" => TokenAsync(site, Wrong),
            _ => FormAsync(site, "/oauth2/par", Request),
        };
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        Setup.Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        Setup.Clock.Advance(TimeSpan.FromTicks(1));
        var answer = await waiting;
        if (endpoint == "authorize") answer.MustShowPage("temporarily_unavailable", 503);
        else answer.MustRefuse("temporarily_unavailable", 503);
    }

    [Theory]
    [InlineData("http://app.example.com/back")]
    [InlineData("http://192.0.2.1/back")]
    [InlineData("https://app.example.com/back#x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://evil.example/back")]
    public async Task A_redirect_uri_that_may_not_be_used_gets_a_page_and_the_others_of_the_document_work(string uri)
    {
        // The last one is not in the document.
        if (!uri.Contains("evil", StringComparison.Ordinal)) Document["redirect_uris"] = new JsonArray(uri, Back);
        var site = StartDescribed();
        (await new Browser(site).GetAsync(AuthorizeUrl(Request.With("redirect_uri", uri)))).MustShowPage("invalid_request");
        (await FormAsync(site, "/oauth2/par", Request.With("redirect_uri", uri))).MustRefuse("invalid_request");
        (await TokenAsync(site, Named(Redemption(await CodeAsync(site))))).MustIssue();
    }

    private Task AnswerAsync(HttpContext http, string document)
    {
        http.Response.ContentType = "application/json";
        switch (document)
        {
            case "longer than 5 KiB": Document["x"] = new string('x', 6000); break;
            case "a page": http.Response.ContentType = "text/html"; break;
            case "without a type": http.Response.ContentType = null; break;
            case "a redirect to another host": http.Response.Redirect("https://other.example/client.json"); break;
            case "a redirect to the same host": http.Response.Redirect("/there.json" + http.Request.QueryString); break;
            case "with a secret": Document["client_secret"] = "secret"; break;
            case "with the end of a secret": Document["client_secret_expires_at"] = 0; break;
            case "of another client": Document["client_id"] = "https://app.example.com/other.json"; break;
            case "without a client": Document.Remove("client_id"); break;
            case "with a method with a secret": Document["token_endpoint_auth_method"] = "client_secret_post"; break;
            case "with http on a public host alone": Document["redirect_uris"] = new JsonArray("http://app.example.com/back"); break;
            case "not there": http.Response.StatusCode = 404; break;
            default: return Task.CompletedTask;
        }
        return http.Response.WriteAsync(Document.ToJsonString());
    }
}
