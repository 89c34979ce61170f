using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IPasswordModel"/>, <see cref="IUserModel"/> and <see cref="IClientCredentialsModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>The user whom the credentials prove.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task The_right_password_gives_its_user()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        var alice = await store.AddUserAsync("carol", Store.Password);
        var bob = await store.AddUserAsync("bob", "Tr0ub4dor&3-ünï¢öde-🙂");

        Assert.Equal(alice.Id, (await store.CallAsync(c => c.SignInAsync("carol", Store.Password, store.Client)))?.Id);
        Assert.Equal(bob.Id, (await store.CallAsync(c => c.SignInAsync("bob", "Tr0ub4dor&3-ünï¢öde-🙂", store.Client)))?.Id);
    }

    /// <summary>Null is <c>invalid_grant</c>, whatever was wrong.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_wrong_password_is_null()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        await store.AddUserAsync("carol", Store.Password);
        await store.AddUserAsync("bob", "Another-Password-2");
        foreach (var wrong in (string[])["", " ", Texts.OtherCase(Store.Password), Store.Password + " ", Store.Password[..^1], "Another-Password-2", "%", "' OR '1'='1", new('x', 5000)])
            Promise(await store.CallAsync(c => c.SignInAsync("carol", wrong, store.Client)) is null, "GetUserAsync gives null for every password but the right one.");
    }

    /// <summary>Null for an unknown name, too: an exception would tell which names exist.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task An_unknown_user_is_null()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        await store.AddUserAsync("carol", Store.Password);
        foreach (var name in (string[])["nobody", "Jürgen 🙂", "", "%", "' OR '1'='1"])
            Promise(await store.CallAsync(c => c.SignInAsync(name, Store.Password, store.Client)) is null, "GetUserAsync gives null for a name that nobody has.");
    }

    /// <summary>A hash function that reads only the first 72 bytes (bcrypt does) would take the second for the first.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_long_password_is_read_to_its_end()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        var password = Store.Password + new string('p', 90);
        await store.AddUserAsync("carol", password + "1");
        Promise(await store.CallAsync(c => c.SignInAsync("carol", password + "1", store.Client)) is not null, "GetUserAsync gives the user for a long password.");
        Promise(await store.CallAsync(c => c.SignInAsync("carol", password + "2", store.Client)) is null, "GetUserAsync reads a password to its last character.");
    }

    /// <summary>Whoever may no longer sign in is refused like a stranger.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_disabled_user_cannot_sign_in_with_the_right_password()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        await DisableAsync(store, carol);
        Promise(await store.CallAsync(c => c.SignInAsync("carol", Store.Password, store.Client)) is null, "GetUserAsync gives null for a user who may no longer sign in.");
        Assert.Equal(bob.Id, (await store.CallAsync(c => c.SignInAsync("bob", Store.Password, store.Client)))?.Id);
    }

    /// <summary>The subject of an authorization leads back to its user.</summary>
    [Fact, Capability(typeof(IUserModel))]
    public async Task A_user_is_found_by_its_subject()
    {
        await using var store = await OpenAsync<IUserModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        Assert.Equal(carol.Id, (await UserAsync(store, carol.Id))?.Id);
        Assert.Equal(bob.Id, (await UserAsync(store, bob.Id))?.Id);
    }

    /// <summary>Subjects compare ordinally: what looks alike is never another user's.</summary>
    [Fact, Capability(typeof(IUserModel))]
    public async Task A_subject_that_looks_alike_is_not_the_user()
    {
        await using var store = await OpenAsync<IUserModel>();
        var carol = await store.AddUserAsync("carol", Store.Password);
        foreach (var subject in (string[])[Texts.OtherCase(carol.Id) == carol.Id ? carol.Id + "0" : Texts.OtherCase(carol.Id), carol.Id + " ", " " + carol.Id, "0" + carol.Id, carol.Id + "x", .. Hostile])
        {
            var found = await UserAsync(store, subject);
            Promise(found is null || found.Id == subject, $"GetUserByIdAsync compares ordinally: it was asked for '{subject}' and gave '{found?.Id}'.");
        }
    }

    /// <summary>RFC 9700 §4.14.2: refreshing stops when the account does.</summary>
    [Fact, Capability(typeof(IUserModel))]
    public async Task A_disabled_user_is_null()
    {
        await using var store = await OpenAsync<IUserModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        await DisableAsync(store, carol);
        Promise(await UserAsync(store, carol.Id) is null, "GetUserByIdAsync gives null for a user who may no longer sign in.");
        Promise(await UserAsync(store, bob.Id) is not null, "Disabling one user leaves the others alone.");
    }

    /// <summary>An answer, not a refusal: a service account's user, or <see cref="User.None"/>.</summary>
    [Fact, Capability(typeof(IClientCredentialsModel))]
    public async Task A_client_that_is_registered_for_client_credentials_gets_an_answer()
    {
        await using var store = await OpenAsync<IClientCredentialsModel>();
        var user = await store.CallAsync(async c => await c.As<IClientCredentialsModel>().GetUserFromClientAsync((await c.FindClientAsync("client"))!, new TestOAuthRequest().At(store.Clock), default));
        Promise(user is not null, "GetUserFromClientAsync gives User.None, or a service account, for a client that is registered for client_credentials; null would refuse it.");
        Promise(user == User.None || user!.Id.Length > 0, "GetUserFromClientAsync gives User.None itself for a client without a user.");
    }

    private static Task<User?> UserAsync(Store store, string subject) =>
        store.CallAsync(c => c.As<IUserModel>().GetUserByIdAsync(subject, store.Client, new TestOAuthRequest().At(store.Clock), default));

    private static async Task DisableAsync(Store store, User user)
    {
        Assert.SkipUnless(store.Fixture.DisableUser is not null, "The fixture has no DisableUser.");
        await store.Fixture.DisableUser!(user);
    }
}
