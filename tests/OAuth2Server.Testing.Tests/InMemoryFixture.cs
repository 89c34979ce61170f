namespace OAuth2Server.Testing.Tests;

/// <summary>A fixture over the model in memory, or over one that wraps it.</summary>
internal static class InMemoryFixture
{
    public static ModelFixture Of(InMemoryModel store, IOAuthModel? model = null) => new(model ?? store)
    {
        AddClient = (client, secret) =>
        {
            store.AddClient(client, secret);
            return default;
        },
        DisableClient = id =>
        {
            store.RemoveClient(id);
            return default;
        },
        AddUser = (username, password) =>
        {
            store.AddUser(username, password);
            (model as IKeepsPasswords)?.Keep(username, password);
            return new(new User(username));
        },
        SetUserClaims = (user, claims) =>
        {
            store.SetUserClaims(user.Id, claims);
            return default;
        },
        LinkUser = (issuer, subject, user) =>
        {
            store.AddAssertedUser(issuer, subject, user);
            return default;
        },
        DisableUser = user =>
        {
            store.RemoveUser(user.Id);
            return default;
        },
        Dump = () => new(ObjectDump.Of(model ?? store)),
    };
}
