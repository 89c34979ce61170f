using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>Authorization details at the started host (RFC 9396): the types of the configuration, the pages, every store.</summary>
public sealed class AuthorizationDetailsTests
{
    private const string Rent =
        """[{"type":"payment","creditor":"<b>Rent</b> {amount}","amount":812.50,"actions":["initiate","status"]}]""";
    private const string OtherRent = """[{"type":"payment","creditor":"Rent","amount":9999,"actions":["initiate"]}]""";

    private static readonly JsonObject Payment = JsonNode.Parse("""
        { "Type": "payment", "Consent": "Pay {amount} to {creditor} ({actions}, note: {note}, express: {express})",
          "Members": [
            { "Name": "creditor", "Required": true },
            { "Name": "amount", "Kind": "Number", "Required": true },
            { "Name": "note", "Values": [ "gift", "bill" ] },
            { "Name": "express", "Kind": "Flag" } ],
          "Actions": [ "initiate", "status" ] }
        """)!.AsObject();

    public static TheoryData<string> Stores => ["Memory", "Sqlite", "PostgreSql"];

    private static void AddType(JsonObject configuration) =>
        configuration.Server()["AuthorizationDetailsTypes"] = new JsonArray(Payment.DeepClone());

    private static string Url(OAuthClient client, string details, string? scope = "read") =>
        client.AuthorizeUrl(scope) + "&authorization_details=" + Uri.EscapeDataString(details);

    private static async Task<Answer> AskAsync(Browser browser, OAuthClient client, string details)
    {
        var answer = await browser.FollowAsync(await browser.GetAsync(Url(client, details)));
        return answer.Document.Title == "Sign in" ? await browser.FollowAsync(await browser.SignInAsync(answer)) : answer;
    }

    private static string? Details(JsonElement json) =>
        json.TryGetProperty("authorization_details", out var details) ? details.GetRawText() : null;

    private static bool IsRent(JsonElement json) => JsonElement.DeepEquals(
        json.GetProperty("authorization_details"), JsonSerializer.Deserialize<JsonElement>(Rent));

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_the_user_reads_and_allows_is_in_the_tokens_and_survives_refreshes(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(c =>
        {
            database.Use(c);
            AddType(c);
        });
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var page = await AskAsync(browser, client, Rent);
        Assert.Contains(
            "Pay 812.50 to <b>Rent</b> {amount} (initiate, status, note: (not given), express: (not given))",
            page.Document.QuerySelector("main li")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("li b"));

        var (status, issued) = await client.RedeemAsync(await client.AllowAsync(browser, page));
        Assert.True(status == 200, issued.GetRawText());
        Assert.True(IsRent(issued));
        var narrow = Rent.Replace(",\"status\"", "", StringComparison.Ordinal);
        (status, var part) = await client.TokenAsync(
            ("grant_type", "refresh_token"), ("refresh_token", issued.Text("refresh_token")), ("authorization_details", narrow));
        Assert.True(status == 200, part.GetRawText());
        Assert.Equal(1, part.GetProperty("authorization_details")[0].GetProperty("actions").GetArrayLength());
        var (_, seen) = await client.PostAsync("/oauth2/introspect", ("token", part.Text("access_token")));
        Assert.Equal(Details(part), Details(seen));
        (_, var all) = await client.RefreshAsync(part);
        Assert.True(IsRent(all));
        (status, var more) = await client.TokenAsync(
            ("grant_type", "refresh_token"), ("refresh_token", all.Text("refresh_token")), ("authorization_details", OtherRent));
        Assert.Equal((400, "invalid_authorization_details"), (status, more.Text("error")));

        var account = await browser.GetAsync("/account");
        Assert.Contains("Pay 812.50 to <b>Rent</b> {amount}", account.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remembered_consent_covers_no_details_and_a_request_without_pages_gets_consent_required()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            AddType(c);
            c.Client(0)["Scopes"]!.AsArray().Add("openid");
        });
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await client.AllowAsync(browser, await AskAsync(browser, client, Rent));

        var silent = await browser.GetAsync(client.AuthorizeUrl("read") + "&prompt=none");
        Assert.Contains("code", client.Received(silent).Keys);
        foreach (var details in (string[])[Rent, OtherRent])
        {
            Assert.NotNull((await AskAsync(browser, client, details)).Document.QuerySelector("button[value=allow]"));
            var refused = await browser.GetAsync(Url(client, details, "openid read") + "&prompt=none");
            Assert.Equal("consent_required", client.Received(refused)["error"]);
        }
    }

    [Fact]
    public async Task The_device_page_shows_them()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            AddType(c);
            c.Client(1)["GrantTypes"]!.AsArray().Add(DeviceCodeGrant.Name);
        });
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        var (status, codes) = await client.PostAsync(
            "/oauth2/device_authorization", ("scope", "read"), ("authorization_details", OtherRent));
        Assert.True(status == 200, codes.GetRawText());
        var login = await browser.FollowAsync(await browser.GetAsync("/device?user_code=" + codes.Text("user_code")));
        var page = await browser.FollowAsync(await browser.SignInAsync(login));
        Assert.Contains("Pay 9999 to Rent", page.Document.QuerySelector("main li")!.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync(page, "ticket", ("answer", "allow"));
        (status, var issued) = await client.TokenAsync(("grant_type", DeviceCodeGrant.Name), ("device_code", codes.Text("device_code")));
        Assert.True(status == 200, issued.GetRawText());
        Assert.Equal(9999, issued.GetProperty("authorization_details")[0].GetProperty("amount").GetInt32());
    }

    [Theory]
    [InlineData("""[{"type":"payment","amount":1,"actions":["status"]}]""", "needs the member 'creditor'")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":"1","actions":["status"]}]""", "must be a number")]
    [InlineData("""[{"type":"payment","creditor":7,"amount":1,"actions":["status"]}]""", "must be a text")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":1,"actions":[]}]""", "a list of texts with at least one")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":1,"actions":"status"}]""", "a list of texts with at least one")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":1}]""", "needs the member 'actions'")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":1,"actions":["status","delete"]}]""", "use initiate, status")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":1,"actions":["status"],"note":"bribe"}]""", "use gift, bill")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":1,"actions":["status"],"express":"yes"}]""", "must be true or false")]
    [InlineData("""[{"type":"payment","creditor":"A","amount":1,"actions":["status"],"other":1}]""", "has no member 'other'")]
    [InlineData("""[{"type":"payment","creditor":"A\u202E","amount":1,"actions":["status"]}]""", "control characters")]
    [InlineData("""[{"type":"payment","creditor":"A\n","amount":1,"actions":["status"]}]""", "control characters")]
    [InlineData("""[{"type":"account"}]""", "is unknown")]
    public async Task Each_rule_of_a_type_refuses_and_says_what_to_send(string details, string expected)
    {
        await using var server = await TestServer.StartAsync(AddType);
        var client = new OAuthClient(server.Address);
        var received = client.Received(await server.NewBrowser().GetAsync(Url(client, details)));
        Assert.Equal("invalid_authorization_details", received["error"]);
        Assert.Contains(expected, received["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_gets_types_without_a_user_only_where_it_is_registered_for_them()
    {
        await using var server = await TestServer.StartAsync(c =>
        {
            AddType(c);
            c.Client(2)["AuthorizationDetailsTypes"] = new JsonArray("payment");
        });
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret, "");
        Assert.True(IsRent((await client.ClientCredentialsAsync(("authorization_details", Rent))).Body));

        await using var without = await TestServer.StartAsync(AddType);
        client = new OAuthClient(without.Address, "legacy", TestConfiguration.LegacySecret, "");
        var (status, refused) = await client.ClientCredentialsAsync(("authorization_details", Rent));
        Assert.Equal((400, "invalid_authorization_details"), (status, refused.Text("error")));
    }

    [Theory]
    [InlineData("Type", "\"\"", "Type is missing")]
    [InlineData("Type", "\"two words\"", "is no type")]
    [InlineData("Consent", "\"\"", "Consent is missing")]
    [InlineData("Consent", "\"Pay {amount} ({actions}, {note}, {express})\"", "does not show {creditor}")]
    [InlineData("Consent", "\"{amount} {creditor} {actions} {note} {express} {other}\"", "shows {other}")]
    [InlineData("Members", """[{"Name":"type"}]""", "must not have type")]
    [InlineData("Members", """[{"Name":"actions"}]""", "holds 'actions' twice")]
    [InlineData("Members", """[{"Name":"express","Kind":"Flag","Values":["true"]}]""", "a Flag is true or false")]
    [InlineData("Members", """[{"Name":"express","Kind":"Object"}]""", "must be Text or Number or Flag or Texts")]
    public void A_type_that_is_wrong_stops_the_start(string key, string value, string expected)
    {
        var configuration = TestConfiguration.Create();
        AddType(configuration);
        configuration.Server()["AuthorizationDetailsTypes"]![0]![key] = JsonNode.Parse(value);
        MustStop(configuration, expected);
    }

    [Fact]
    public void A_type_that_is_there_twice_stops_the_start()
    {
        var configuration = TestConfiguration.Create();
        AddType(configuration);
        configuration.Server()["AuthorizationDetailsTypes"]!.AsArray().Add(Payment.DeepClone());
        MustStop(configuration, "'payment' is there twice");
    }

    [Fact]
    public void A_type_that_is_named_and_not_there_stops_the_start()
    {
        Action<JsonObject>[] all =
        [
            c => c.Client(0)["AuthorizationDetailsTypes"] = new JsonArray("payment"),
            c => c.Server()["DynamicRegistration"] = new JsonObject { ["AuthorizationDetailsTypes"] = new JsonArray("payment") },
            c => c.Server()["ClientIdMetadataDocuments"] = new JsonObject { ["AuthorizationDetailsTypes"] = new JsonArray("payment") },
        ];
        foreach (var name in all)
        {
            var configuration = TestConfiguration.Create();
            name(configuration);
            MustStop(configuration, "'payment' is not in OAuth2Server:AuthorizationDetailsTypes");
            AddType(configuration);
            Read(configuration);
        }
    }

    private static void MustStop(JsonObject configuration, string expected) => Assert.Contains(
        Assert.Throws<StartException>(() => Read(configuration)).Problems,
        problem => problem.Contains(expected, StringComparison.Ordinal));

    private static HostSettings Read(JsonObject configuration)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
