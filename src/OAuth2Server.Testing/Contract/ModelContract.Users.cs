using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IPasswordModel"/>, <see cref="IUserModel"/>, <see cref="IUsernameModel"/> and
/// <see cref="IClientCredentialsModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>The user to whom the name and the password belong.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task The_right_password_gives_its_user()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        const string Unusual = "Tr0ub4dor&3-ünï¢öde-🙂";
        var carol = await store.AddUserAsync("carol", Store.Password);
        var bob = await store.AddUserAsync("bob", Unusual);

        Assert.Equal(carol.Id, (await store.CallAsync(c => c.SignInAsync("carol", Store.Password, store.Client)))?.Id);
        Assert.Equal(bob.Id, (await store.CallAsync(c => c.SignInAsync("bob", Unusual, store.Client)))?.Id);
    }

    /// <summary>Null is <c>invalid_grant</c>, for an unknown name and for a wrong password alike.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_wrong_password_is_null()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        await store.AddUserAsync("carol", Store.Password);
        await store.AddUserAsync("bob", "Another-Password-2");
        string[] others =
        [
            "", " ", Texts.OtherCase(Store.Password), Store.Password + " ", Store.Password[..^1], "Another-Password-2", "%", "' OR '1'='1",
            new('x', 5000),
        ];
        foreach (var wrong in others)
        {
            Promise(
                await store.CallAsync(c => c.SignInAsync("carol", wrong, store.Client)) is null,
                "GetUserAsync gives null for every password but the right one.");
        }
    }

    /// <summary>Null for an unknown name, too: an exception would show an attacker which names exist.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task An_unknown_user_is_null()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        await store.AddUserAsync("carol", Store.Password);
        foreach (var name in (string[])["unknown", "Jürgen 🙂", "", "%", "' OR '1'='1"])
        {
            Promise(
                await store.CallAsync(c => c.SignInAsync(name, Store.Password, store.Client)) is null,
                "GetUserAsync gives null for an unknown name.");
        }
    }

    /// <summary>A hash function that reads only the first 72 bytes (bcrypt does) would take the second for the first.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_long_password_is_read_to_its_end()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        var password = Store.Password + new string('p', 290);
        await store.AddUserAsync("carol", password + "1");
        Promise(
            await store.CallAsync(c => c.SignInAsync("carol", password + "1", store.Client)) is not null,
            "GetUserAsync gives the user for a long password.");
        Promise(
            await store.CallAsync(c => c.SignInAsync("carol", password + "2", store.Client)) is null,
            "GetUserAsync gives null for a long password that differs in the last character: hash the whole text.");
    }

    /// <summary>A hash of ASCII bytes would take every other character for the same one, or for none.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_password_is_compared_with_all_of_its_characters()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        await store.AddUserAsync("carol", "Pässwörd-李-🙂-1");
        await store.AddUserAsync("bob", "Password-1");
        string[] others =
        [
            "Password-李-🙂-1", "Passwörd-李-🙂-1", "Password-?-??-1", "P?ssw?rd-?-??-1", "P?ssw?rd-?-?-1", "Psswrd---1", "Pässwörd-王-🙂-1",
            "Pässwörd-李-🙃-1",
        ];
        foreach (var other in others)
        {
            Promise(
                await store.CallAsync(c => c.SignInAsync("carol", other, store.Client)) is null,
                "GetUserAsync gives null for a password that differs in a character outside of ASCII: hash the bytes of UTF-8.");
        }
        foreach (var other in (string[])["Pässword-1", "Password-1é", "Password-1🙂", "🙂Password-1"])
        {
            Promise(
                await store.CallAsync(c => c.SignInAsync("bob", other, store.Client)) is null,
                "GetUserAsync gives null for a password with a character outside of ASCII that the right one does not have.");
        }
    }

    /// <summary>A disabled user is refused like an unknown one.</summary>
    [Fact, Capability(typeof(IPasswordModel))]
    public async Task A_disabled_user_cannot_sign_in_with_the_right_password()
    {
        await using var store = await OpenAsync<IPasswordModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        await DisableAsync(store, carol);
        Promise(
            await store.CallAsync(c => c.SignInAsync("carol", Store.Password, store.Client)) is null,
            "GetUserAsync gives null for a user who may no longer sign in, also with the right password.");
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

    /// <summary>Subjects are compared ordinally: one that looks like a user's subject is never that user.</summary>
    [Fact, Capability(typeof(IUserModel))]
    public async Task A_subject_that_looks_alike_is_not_the_user()
    {
        await using var store = await OpenAsync<IUserModel>();
        var carol = await store.AddUserAsync("carol", Store.Password);
        var otherCase = Texts.OtherCase(carol.Id) == carol.Id ? carol.Id + "0" : Texts.OtherCase(carol.Id);
        foreach (var subject in (string[])[otherCase, carol.Id + " ", " " + carol.Id, "0" + carol.Id, carol.Id + "x", .. Hostile])
        {
            var found = await UserAsync(store, subject);
            Promise(
                found is null || found.Id == subject,
                $"GetUserByIdAsync compares subjects ordinally: for '{subject}' it gave the user '{found?.Id}'.");
        }
    }

    /// <summary>RFC 9700 §4.14.2: a disabled user gets no further tokens from an earlier authorization.</summary>
    [Fact, Capability(typeof(IUserModel))]
    public async Task A_disabled_user_is_null()
    {
        await using var store = await OpenAsync<IUserModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        await DisableAsync(store, carol);
        Promise(await UserAsync(store, carol.Id) is null, "GetUserByIdAsync gives null for a user who may no longer sign in.");
        Promise(await UserAsync(store, bob.Id) is not null, "GetUserByIdAsync still gives the other users when one is disabled.");
    }

    /// <summary>Introspection would tell a resource server the name of another user.</summary>
    [Fact, Capability(typeof(IUsernameModel))]
    public async Task A_username_belongs_to_its_user_alone()
    {
        await using var store = await OpenAsync<IUsernameModel>();
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        var names = (Carol: await UsernameAsync(store, carol.Id), Bob: await UsernameAsync(store, bob.Id));
        Promise(names.Carol is null || names.Carol != names.Bob, "GetUsernameAsync gives two users two names.");
        foreach (var subject in (string[])["unknown", carol.Id + " ", carol.Id + "x", .. Hostile])
            Promise(await UsernameAsync(store, subject) is null, $"GetUsernameAsync gives null for '{subject}', which is no user.");
    }

    /// <summary>An answer, not a refusal: a service account's user, or <see cref="User.None"/>.</summary>
    [Fact, Capability(typeof(IClientCredentialsModel))]
    public async Task A_client_that_is_registered_for_client_credentials_gets_an_answer()
    {
        await using var store = await OpenAsync<IClientCredentialsModel>();
        var user = await store.CallAsync(async c =>
        {
            var client = await c.FindClientAsync("client");
            return await c.As<IClientCredentialsModel>().GetUserFromClientAsync(client!, new TestOAuthRequest().At(store.Clock), default);
        });
        Promise(
            user is not null,
            "GetUserFromClientAsync gives User.None, or a service account, for a client that is registered for client_credentials.");
        Promise(user == User.None || user!.Id.Length > 0, "GetUserFromClientAsync gives User.None itself for a client without a user.");
    }

    private static Task<User?> UserAsync(Store store, string subject) =>
        store.CallAsync(c => c.As<IUserModel>().GetUserByIdAsync(subject, store.Client, new TestOAuthRequest().At(store.Clock), default));

    private static Task<string?> UsernameAsync(Store store, string subject) => store.CallAsync(c =>
        c.As<IUsernameModel>().GetUsernameAsync(subject, store.Client, new TestOAuthRequest().At(store.Clock), default));

    private static async Task DisableAsync(Store store, User user)
    {
        Assert.SkipUnless(store.Fixture.DisableUser is not null, "The fixture has no DisableUser.");
        await store.Fixture.DisableUser!(user);
    }
}
