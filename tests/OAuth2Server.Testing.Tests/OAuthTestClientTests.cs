using System.Net;
using Xunit.Sdk;

namespace OAuth2Server.Testing.Tests;

public sealed class OAuthTestClientTests : IAsyncLifetime
{
    private static readonly PageStep SignIn = PageStep.Fill(("username", "alice"), ("password", "wonderland"));

    private PhotoApplication _application = null!;

    public async ValueTask InitializeAsync() => _application = await PhotoApplication.StartAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task It_signs_in_consents_redeems_calls_and_refreshes()
    {
        var oauth = App();
        var answer = await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow"));
        var tokens = (await oauth.RedeemAsync(answer)).EnsureSuccess();
        Assert.Equal("Bearer", tokens.TokenType);
        Assert.Equal(TimeSpan.FromHours(1), tokens.ExpiresIn);
        Assert.Equal("a photo", await PhotosAsync(oauth, tokens));

        _application.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await oauth.CallAsync("/photos", tokens.AccessToken)).StatusCode);
        var refreshed = (await oauth.RefreshAsync(tokens.RefreshToken)).EnsureSuccess();
        Assert.Equal(HttpStatusCode.OK, (await oauth.CallAsync("/photos", refreshed.AccessToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await oauth.CallAsync("/photos", null)).StatusCode);
    }

    [Fact]
    public async Task Its_user_stays_signed_in_from_one_request_to_the_next()
    {
        var oauth = new OAuthTestClient(_application.CreateClient()) { ClientId = "app", Scope = "photos.read", StaysSignedIn = true };
        await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow"));
        var answer = await oauth.AuthorizeAsync(PageStep.Press("allow"));
        (await oauth.RedeemAsync(answer)).EnsureSuccess();
    }

    [Fact]
    public async Task Without_it_the_user_signs_in_each_time()
    {
        var oauth = App();
        await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow"));
        await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow"));
    }

    [Fact]
    public async Task It_gives_the_error_when_the_user_denies()
    {
        var answer = await App().AuthorizeAsync(SignIn, PageStep.Press("Deny"));
        Assert.Equal("access_denied", answer.Error);
        Assert.Null(answer.Code);
    }

    [Fact]
    public async Task It_sends_what_is_checked()
    {
        var oauth = App("photos.read photos.write");
        var all = await oauth.RedeemAsync(await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow")));
        var less = await oauth.RedeemAsync(await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow", ("scope", ""))));
        Assert.Equal(("photos.read photos.write", "photos.write"), (all.EnsureSuccess().Scope, less.EnsureSuccess().Scope));
    }

    [Fact]
    public async Task It_sends_other_parameters_and_leaves_out_the_usual_ones()
    {
        var withoutPkce = new Dictionary<string, string?> { ["code_challenge"] = null, ["code_challenge_method"] = null };
        var answer = await App().AuthorizeAsync(withoutPkce);
        Assert.Equal("invalid_request", answer.Error);
    }

    [Fact]
    public async Task A_code_of_another_request_is_refused()
    {
        var oauth = App();
        var one = await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow"));
        var other = await oauth.AuthorizeAsync(SignIn, PageStep.Press("allow"));
        Assert.Equal("invalid_grant", (await oauth.RedeemAsync(one with { CodeVerifier = other.CodeVerifier })).Error);
    }

    [Fact]
    public async Task A_confidential_client_asks_for_itself_and_with_a_password()
    {
        var oauth = new OAuthTestClient(_application.CreateClient())
        {
            ClientId = "job & co",
            ClientSecret = "a secret: of + many %41 random bits",
        };
        Assert.Equal("a photo", await PhotosAsync(oauth, (await oauth.ClientCredentialsAsync()).EnsureSuccess()));
        (await oauth.PasswordAsync("alice", "wonderland")).EnsureSuccess();
        Assert.Equal("invalid_grant", (await oauth.PasswordAsync("alice", "looking glass")).Error);
    }

    [Fact]
    public async Task A_page_without_a_step_fails_the_test_and_is_named()
    {
        var wrong = PageStep.Fill(("username", "alice"), ("password", "wrong"));
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => App().AuthorizeAsync(wrong));
        Assert.Contains("Name or password is wrong.", failure.Message);
        Assert.Contains("/login", failure.Message);
    }

    [Fact]
    public async Task A_step_without_its_form_fails_the_test_and_is_named()
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => App().AuthorizeAsync(PageStep.Press("allow")));
        Assert.Contains("press 'allow'", failure.Message);
        Assert.Contains("Sign in", failure.Message);
    }

    [Fact]
    public async Task An_unproven_redirect_uri_is_a_page_not_a_redirect()
    {
        var oauth = new OAuthTestClient(_application.CreateClient())
        {
            ClientId = "app",
            RedirectUri = "https://client.example.com/callback2",
        };
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => oauth.AuthorizeAsync());
        Assert.Contains("400 /oauth2/authorize", failure.Message);
    }

    [Fact]
    public async Task Another_issuer_fails_the_test()
    {
        var oauth = new OAuthTestClient(_application.CreateClient()) { ClientId = "app", Issuer = "https://other.example.com" };
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => oauth.AuthorizeAsync(SignIn, PageStep.Press("allow")));
        Assert.Contains("RFC 9207", failure.Message);
    }

    [Fact]
    public async Task A_refused_token_request_fails_the_test_with_the_error()
    {
        var answer = await App().RefreshAsync("unknown");
        Assert.Contains("invalid_grant", Assert.ThrowsAny<XunitException>(answer.EnsureSuccess).Message);
    }

    private OAuthTestClient App(string scope = "photos.read") =>
        new(_application.CreateClient()) { ClientId = "app", Issuer = "https://photos.example.com", Scope = scope };

    private static async Task<string> PhotosAsync(OAuthTestClient oauth, TokenAnswer tokens)
    {
        using var photos = await oauth.CallAsync("/photos", tokens.AccessToken);
        return await photos.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
