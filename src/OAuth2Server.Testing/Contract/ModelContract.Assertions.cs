using System.Text.Json;
using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IAssertionModel"/>.</content>
public abstract partial class ModelContract
{
    private const string FirstIssuer = "https://idp.example.com";
    private const string SecondIssuer = "https://other-idp.example.com";

    /// <summary>Two issuers may use one identifier for two persons (RFC 7523 §3).</summary>
    [Fact, Capability(typeof(IAssertionModel))]
    public async Task An_assertion_is_about_the_user_of_its_issuer_and_its_subject()
    {
        await using var store = await OpenAsync<IAssertionModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        await LinkAsync(store, FirstIssuer, "Subject-1", carol);
        await LinkAsync(store, SecondIssuer, "Subject-1", bob);
        const string Promised = "GetUserFromAssertionAsync looks up the issuer and the subject together.";
        Promise((await AssertedAsync(store, FirstIssuer, "Subject-1"))?.Id == carol.Id, Promised);
        Promise((await AssertedAsync(store, SecondIssuer, "Subject-1"))?.Id == bob.Id, Promised);
    }

    /// <summary>The issuer chooses its identifiers: one of them can be that of a user here. An answer may be a new user.</summary>
    [Fact, Capability(typeof(IAssertionModel))]
    public async Task An_assertion_about_another_subject_is_about_none_of_the_users()
    {
        await using var store = await OpenAsync<IAssertionModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        await LinkAsync(store, FirstIssuer, "Subject-1", carol);
        await LinkAsync(store, SecondIssuer, "Subject-2", bob);
        string[] others = ["subject-1", "Subject-1 ", " Subject-1", "Subject-10", "Subject-2", "carol", carol.Id, .. Hostile];
        foreach (var subject in others)
        {
            var found = await AssertedAsync(store, FirstIssuer, subject);
            Promise(
                found?.Id != carol.Id && found?.Id != bob.Id,
                $"GetUserFromAssertionAsync gives no user of another subject: for '{subject}' it gave '{found?.Id}'.");
        }
    }

    /// <summary>The other issuer does not know who may no longer sign in here.</summary>
    [Fact, Capability(typeof(IAssertionModel))]
    public async Task An_assertion_about_a_disabled_user_gives_none()
    {
        await using var store = await OpenAsync<IAssertionModel>();
        var carol = await store.AddUserAsync("carol", Store.Password);
        await LinkAsync(store, FirstIssuer, "Subject-1", carol);
        await AssertedAsync(store, FirstIssuer, "Subject-1");
        await DisableAsync(store, carol);
        var found = await AssertedAsync(store, FirstIssuer, "Subject-1");
        Promise(
            found is null || found == User.None,
            "GetUserFromAssertionAsync gives null for a user who may no longer sign in.");
    }

    private static async Task LinkAsync(Store store, string issuer, string subject, User user)
    {
        Assert.SkipUnless(store.Fixture.LinkUser is not null, "The fixture has no LinkUser.");
        await store.Fixture.LinkUser!(issuer, subject, user);
    }

    private static Task<User?> AssertedAsync(Store store, string issuer, string subject)
    {
        var claims = JsonSerializer.SerializeToElement(new { iss = issuer, sub = subject });
        var assertion = new UserAssertion(new() { Issuer = issuer }, subject, Texts.Random(), IsIdentityAssertion: false, claims);
        return store.CallAsync(c => c.As<IAssertionModel>().GetUserFromAssertionAsync(
            assertion, store.Client, new TestOAuthRequest().At(store.Clock), default));
    }
}
