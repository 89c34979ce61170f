using System.Net.Http.Headers;
using System.Text;

namespace OAuth2Server.Host.Tests;

public sealed class BadInputTests
{
    private static readonly (string Name, string Password)[] OddCredentials =
    [
        (new('a', 20_000), "x"),
        ("alice", new('p', 20_000)),
        ("\uFFFF", "\u202E"),
        ("a\u0301\U0001F600", "x"),
        ("\u0001", "x"),
        ("' OR 1=1 --", "x"),
        ("", ""),
    ];

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Very_long_and_odd_names_and_passwords_get_the_usual_answer(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = server.NewBrowser();
        foreach (var (name, password) in OddCredentials)
        {
            var answer = await browser.SignInAsync(await browser.GetAsync("/login"), name, password);
            Assert.Equal(200, (int)answer.Status);
            Assert.Equal("The user name or the password is wrong.", answer.Alert);
        }
    }

    [Fact]
    public async Task A_NUL_in_a_form_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();

        Assert.Equal(400, (int)(await browser.SignInAsync(await browser.GetAsync("/login"), "ali\0ce")).Status);
    }

    [Fact]
    public async Task Repeated_fields_do_not_sign_in()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();

        var answer = await browser.SubmitAsync(await browser.GetAsync("/login"), "username",
            ("username", "alice"), ("username", "alice"), ("password", TestConfiguration.AlicePassword), ("password", "x"));

        Assert.Null(answer.Location);
        Assert.NotNull(answer.Document.QuerySelector("[role=alert]"));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/consent")]
    [InlineData("/logout")]
    public async Task Bodies_that_cannot_be_read_are_refused_and_the_server_goes_on(string path)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        // The sign-in page of a signed-in user goes on.
        if (path != "/login") await browser.SignInAsync(await browser.GetAsync("/login"));
        foreach (var body in Bodies())
        {
            using (body) Assert.InRange((int)(await browser.PostAsync(path, body)).Status, 400, 499);
        }
        Assert.Equal(200, (int)(await browser.GetAsync("/")).Status);
        Assert.DoesNotContain("A page failed", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/consent")]
    [InlineData("/logout")]
    [InlineData("/account")]
    [InlineData("/device")]
    public async Task A_body_that_is_no_form_is_refused_also_with_the_forms_token_in_a_header(string path)
    {
        await using var server = await TestServer.StartAsync(UseDevices);
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var token = (await browser.GetAsync("/")).Document.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        foreach (var type in (string[])["application/json", "text/plain", "multipart/related; boundary=x"])
        {
            using var body = new StringContent("{\"answer\":\"allow\"}") { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
            foreach (var header in (string[])["RequestVerificationToken", "form_token", "X-XSRF-TOKEN"])
                body.Headers.TryAddWithoutValidation(header, token);
            Assert.Equal(400, (int)(await browser.PostAsync(path, body)).Status);
        }
        Assert.DoesNotContain("A page failed", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_in_the_body_of_a_GET_is_refused_and_not_a_failure()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address + "/consent?ticket=x") { Content = Fields(2000) };

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task Other_verbs_are_refused(string verb)
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient();
        foreach (var path in (string[])["/login", "/consent", "/oauth2/token", "/oauth2/authorize", "/demo/read", "/"])
        {
            using var request = new HttpRequestMessage(new(verb), server.Address + path);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.InRange((int)response.StatusCode, 400, 499);
        }
    }

    [Fact]
    public async Task Text_of_a_request_is_never_shown_unescaped()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        const string Script = "\"><script>alert(1)</script>";

        var login = await browser.GetAsync("/login?returnUrl=" + Uri.EscapeDataString(Script));
        var missing = await browser.GetAsync("/" + Uri.EscapeDataString(Script));

        Assert.DoesNotContain("<script", login.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", missing.Body, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The sign-in page gets the request escaped a second time, the consent page gets it sealed.</summary>
    [Theory]
    [InlineData("%25", 1280)]
    [InlineData("x", 4800)]
    public async Task An_authorization_request_of_the_greatest_length_passes_both_pages(string text, int times)
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var url = client.AuthorizeUrl() + "&extra=" + string.Concat(Enumerable.Repeat(text, times));

        var consent = await browser.FollowAsync(await browser.SignInAsync(await browser.FollowAsync(await browser.GetAsync(url))));

        Assert.Contains("code", client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow"))).Keys);
    }

    private static void UseDevices(System.Text.Json.Nodes.JsonObject configuration) =>
        configuration.Client(0)["GrantTypes"]!.AsArray().Add(DeviceCodeGrant.Name);

    private static IEnumerable<HttpContent> Bodies()
    {
        yield return Fields(2000);
        yield return new ByteArrayContent(new byte[200_000]) { Headers = { ContentType = Form() } };
        yield return new ByteArrayContent([0xFF, 0xFE, 0x00, (byte)'=', 0x80]) { Headers = { ContentType = Form() } };
        yield return new StringContent("%zz=%&&&===%00", Encoding.ASCII, Form());
        yield return new StringContent("{\"username\":\"alice\"}", Encoding.UTF8, "application/json");
        yield return new StringContent("no boundary here", Encoding.UTF8, "multipart/form-data");
        var multipart = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        yield return new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = multipart } };
        yield return new ByteArrayContent([]);
    }

    private static StringContent Fields(int count)
    {
        var fields = Enumerable.Range(0, count).Select(i => $"f{i}=1");
        return new(string.Join('&', fields), Encoding.ASCII, Form());
    }

    private static MediaTypeHeaderValue Form() => new("application/x-www-form-urlencoded");
}
