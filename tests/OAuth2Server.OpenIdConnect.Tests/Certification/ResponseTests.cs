using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>Basic OP and Form Post OP: authorization responses, codes and tokens.</summary>
[RfcSection("OpenID Core", "3.1.2.5")]
[RfcSection("OpenID Core", "3.1.3.3")]
[RfcSection("OpenID Form Post", "2")]
public sealed class ResponseTests
{
    private const int MinCodeBits = 128;
    private const double MinEntropy = 96;

    [Theory, Module("oidcc-server")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_sign_in_gives_a_code_of_enough_entropy_the_exact_state_and_an_id_token(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var received = client.Received(await client.AuthorizeAsync(server.NewBrowser()));
        var (status, tokens) = await client.RedeemAsync(received["code"]);

        Assert.Equal((client.State, server.Address), (received["state"], received["iss"]));
        Assert.True(received["code"].Length * 6 >= MinCodeBits, "The code is shorter than 128 bits.");
        Assert.True(Entropy(received["code"]) >= MinEntropy, "The Shannon estimate of the code is below 96 bits.");
        Assert.Equal(200, status);
        Assert.Equal("Bearer", RelyingParty.Text(tokens, "token_type"));
        var idToken = await client.IdTokenAsync(tokens);
        Assert.Equal(client.Nonce, idToken.GetClaim("nonce").Value);
    }

    [Theory, Module("oidcc-response-type-missing")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_request_without_response_type_is_refused_to_the_client(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var received = client.Received(await client.AuthorizeAsync(server.NewBrowser(), ("response_type", null)));

        Assert.Equal(("invalid_request", client.State), (received["error"], received["state"]));
        Assert.All(received["error_description"], c => Assert.True(c is >= ' ' and <= '~' and not ('"' or '\\')));
    }

    [Theory, Module("oidcc-alternate-happy-flow")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_second_sign_in_with_another_state_and_nonce_gives_its_own_answer(string mode)
    {
        await using var server = await Site.StartAsync();
        var browser = server.NewBrowser();
        var (first, second) = (server.NewClient(mode), server.NewClient(mode));

        var one = await first.IdTokenAsync(await first.SignInAsync(browser));
        var two = await second.IdTokenAsync(await second.SignInAsync(browser));

        Assert.Equal(one.Subject, two.Subject);
        Assert.Equal(second.Nonce, two.GetClaim("nonce").Value);
    }

    [Theory, Module("oidcc-codereuse")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_code_that_is_used_again_is_refused(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);
        var received = client.Received(await client.AuthorizeAsync(server.NewBrowser()));
        await client.RedeemAsync(received["code"]);

        var (status, body) = await client.RedeemAsync(received["code"]);

        Assert.Equal((400, "invalid_grant"), (status, RelyingParty.Text(body, "error")));
    }

    [Theory, Module("oidcc-codereuse-30seconds")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_code_that_is_used_again_after_30_seconds_is_refused_and_ends_its_access_token(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);
        var received = client.Received(await client.AuthorizeAsync(server.NewBrowser()));
        var (_, tokens) = await client.RedeemAsync(received["code"]);
        Assert.Equal(200, (await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"))).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(30));

        var (status, body) = await client.RedeemAsync(received["code"]);

        Assert.Equal((400, "invalid_grant"), (status, RelyingParty.Text(body, "error")));
        Assert.Equal(401, (await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"))).Status);
    }

    [Theory, Module("oidcc-ensure-registered-redirect-uri")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_redirect_uri_that_is_not_registered_gets_a_page_and_no_redirect(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var answer = await server.NewBrowser().GetAsync(client.AuthorizeUrl(("redirect_uri", TestConfiguration.Callback + "/x")));

        Assert.Equal(400, (int)answer.Status);
        Assert.Null(answer.Location);
        Assert.Empty(answer.Document.Forms);
    }

    [Theory, Module("oidcc-ensure-post-request-succeeds")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_request_that_is_posted_succeeds(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        (string, string)[] fields = [.. client.Request().Where(p => p.Value is not null).Select(p => (p.Key, p.Value!))];

        var posted = await browser.PostAsync("/oauth2/authorize", fields);
        var tokens = await client.TokensAsync(await RelyingParty.AnswerPagesAsync(browser, posted));

        Assert.Equal(client.Nonce, (await client.IdTokenAsync(tokens)).GetClaim("nonce").Value);
    }

    [Theory, Module("oidcc-server-client-secret-post")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task The_client_may_authenticate_in_the_form(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);
        var received = client.Received(await client.AuthorizeAsync(server.NewBrowser()));
        var inForm = new RelyingParty(server.Address, mode, "web", secret: null);

        var (status, tokens) = await inForm.TokenAsync(
            ("grant_type", "authorization_code"), ("code", received["code"]), ("code_verifier", client.Verifier),
            ("redirect_uri", TestConfiguration.Callback), ("client_secret", TestConfiguration.WebSecret));

        Assert.Equal(200, status);
        Assert.Equal("web", (await client.IdTokenAsync(tokens)).Audiences.Single());
    }

    [Theory, Module("oidcc-ensure-request-with-valid-pkce-succeeds")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_request_with_pkce_succeeds_and_another_verifier_is_refused(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        Assert.Equal(JsonValueKind.String, (await client.SignInAsync(browser)).GetProperty("id_token").ValueKind);
        var received = client.Received(await client.AuthorizeAsync(browser));

        var (status, body) = await client.TokenAsync(
            ("grant_type", "authorization_code"), ("code", received["code"]), ("code_verifier", RelyingParty.Random()),
            ("redirect_uri", TestConfiguration.Callback));

        Assert.Equal((400, "invalid_grant"), (status, RelyingParty.Text(body, "error")));
    }

    [Theory, Module("oidcc-refresh-token")]
    [InlineData("query")]
    [InlineData("form_post")]
    [RfcSection("OpenID Core", "12.2")]
    public async Task A_refresh_gives_an_id_token_of_the_same_sign_in_without_nonce(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);
        var tokens = await client.SignInAsync(server.NewBrowser(), ("scope", "openid offline_access"), ("prompt", "consent"));
        var before = await client.IdTokenAsync(tokens);
        Assert.All(RelyingParty.Text(tokens, "refresh_token"), c => Assert.InRange(c, ' ', '~'));
        server.Clock.Advance(TimeSpan.FromSeconds(10));

        var (status, refreshed) = await client.RefreshAsync(tokens);

        Assert.Equal(200, status);
        var after = await client.IdTokenAsync(refreshed);
        Assert.Equal((before.Issuer, before.Subject), (after.Issuer, after.Subject));
        Assert.Equal(before.GetClaim("auth_time").Value, after.GetClaim("auth_time").Value);
        Assert.Equal(before.GetClaim("sid").Value, after.GetClaim("sid").Value);
        Assert.False(after.TryGetClaim("nonce", out _));
        Assert.True(after.IssuedAt > before.IssuedAt);
        Assert.Equal(200, (await client.UserInfoAsync(RelyingParty.Text(refreshed, "access_token"))).Status);
    }

    private static double Entropy(string text) => text.Length * text.GroupBy(c => c)
        .Select(group => (double)group.Count() / text.Length).Sum(share => -share * Math.Log2(share));
}
