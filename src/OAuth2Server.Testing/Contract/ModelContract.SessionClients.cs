using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="ISessionClientModel"/>: which clients signed a user in, and the end of the session.</content>
public abstract partial class ModelContract
{
    /// <summary>One record for each client and issuer of a session.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task The_clients_of_a_session_are_saved_once_each_and_found_in_order()
    {
        await using var store = await OpenAsync<ISessionClientModel>();
        var (session, other) = (await SaveSessionAsync(store), await SaveSessionAsync(store));
        SessionClient[] clients =
        [
            ClientOf(session, "client 1") with { Issuer = TestOAuthRequest.DefaultIssuer + "/é" }, ClientOf(session, "Client 1"),
            ClientOf(session, "client 1"), ClientOf(other, "client 1"),
        ];
        foreach (var client in clients.Append(clients[0]))
            Promise(await SaveAsync(store, client), "SaveSessionClientAsync is true when the record is saved, also by an earlier call.");

        await HasClientsAsync(store, session, clients[1], clients[2], clients[0]);
        await HasClientsAsync(store, other, clients[3]);
        Promise(
            (await store.CallAsync(c => c.As<ISessionClientModel>().GetSessionClientsAsync(
                session.Record.Subject + "2", session.Record.Id, default))).Count == 0,
            "GetSessionClientsAsync gives nothing when the user has no such session.");
        Promise((await TakeAsync(store, 10)).Count == 0, "TakeSessionClientsAsync gives no client of a session that was not ended.");
    }

    /// <summary>The id of a session comes from the properties of an authorization: it must be a session of this user.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task A_client_is_saved_for_a_session_of_its_user_only()
    {
        await using var store = await OpenAsync<ISessionClientModel>();
        var session = await SaveSessionAsync(store);
        foreach (var wrong in (SessionClient[])
        [
            ClientOf(session, "client") with { SessionId = session.Record.Id + "2" },
            ClientOf(session, "client") with { Subject = session.Record.Subject + "2" },
        ])
        {
            Promise(!await SaveAsync(store, wrong), "SaveSessionClientAsync is false when the user has no such session.");
            var found = await store.CallAsync(c =>
                c.As<ISessionClientModel>().GetSessionClientsAsync(wrong.Subject, wrong.SessionId, default));
            Promise(found.Count == 0, "SaveSessionClientAsync saves nothing when the user has no such session.");
        }
        await HasClientsAsync(store, session);
    }

    /// <summary>The clients of a session are informed, no matter which function ended it.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task The_end_of_a_session_makes_its_clients_due_and_no_others()
    {
        await using var store = await OpenAsync<ISessionClientModel>();
        var (one, two, three) = (await SaveSessionAsync(store), await SaveSessionAsync(store), await SaveSessionAsync(store));
        var elsewhere = await SaveSessionAsync(store, s => s with { Subject = s.Subject + "2" });
        foreach (var session in (Held<Session>[])[one, two, three, elsewhere])
        {
            await SaveAsync(store, ClientOf(session, "a"));
            await SaveAsync(store, ClientOf(session, "b"));
        }
        await store.CallAsync(c => c.As<ISessionModel>().EndSessionAsync(one.Record.Subject + "2", one.Record.Id, default));
        Promise((await TakeAsync(store, 10)).Count == 0, "EndSessionAsync makes no client due when it ends no session.");

        await EndAsync(store, one);
        await TakesAsync(store, "EndSessionAsync", ClientOf(one, "a"), ClientOf(one, "b"));
        await EndAllAsync(store, two.Record.Subject, three.Record.Id);
        await TakesAsync(store, "EndSessionsAsync with an exception", ClientOf(two, "a"), ClientOf(two, "b"));
        await EndAllAsync(store, two.Record.Subject, null);
        await TakesAsync(store, "EndSessionsAsync", ClientOf(three, "a"), ClientOf(three, "b"));
        await HasClientsAsync(store, elsewhere, ClientOf(elsewhere, "a"), ClientOf(elsewhere, "b"));
    }

    /// <summary>A session that expires was not ended: no client is informed.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task The_expiry_of_a_session_makes_no_client_due_and_pruning_removes_the_record_a_week_later()
    {
        await using var store = await OpenAsync<ISessionClientModel, IPruningModel>();
        var (session, renewed) = (await SaveSessionAsync(store), await SaveSessionAsync(store));
        await SaveAsync(store, ClientOf(session, "a"));
        await SaveAsync(store, ClientOf(renewed, "b"));
        var next = Renewed(store, renewed);
        var longer = next with { Record = next.Record with { ExpiresAt = store.Clock.GetUtcNow().AddDays(30) } };
        await RenewAsync(store, renewed, longer);

        store.Clock.Advance(session.Record.ExpiresAt - store.Clock.GetUtcNow());
        Promise((await TakeAsync(store, 10)).Count == 0, "The expiry of a session makes no client due.");
        store.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        await HasClientsAsync(store, session, ClientOf(session, "a"));
        store.Clock.Advance(TimeSpan.FromTicks(1));
        await store.PruneAsync();
        await HasClientsAsync(store, session);
        // A session that goes on keeps its clients.
        await HasClientsAsync(store, longer, ClientOf(longer, "b"));
        await EndAsync(store, longer);
        await TakesAsync(store, "EndSessionAsync of a session that was renewed", ClientOf(longer, "b"));
    }

    private static SessionClient ClientOf(Held<Session> session, string clientId) => new()
    {
        SessionId = session.Record.Id,
        Subject = session.Record.Subject,
        ClientId = clientId,
        Issuer = TestOAuthRequest.DefaultIssuer,
    };

    private static Task<bool> SaveAsync(Store store, SessionClient client) =>
        store.CallAsync(c => c.As<ISessionClientModel>().SaveSessionClientAsync(client, store.Clock.GetUtcNow(), default));

    private static Task<IReadOnlyList<SessionClient>> ClientsOfAsync(Store store, Held<Session> session) =>
        store.CallAsync(c => c.As<ISessionClientModel>().GetSessionClientsAsync(session.Record.Subject, session.Record.Id, default));

    private static async Task HasClientsAsync(Store store, Held<Session> session, params SessionClient[] expected) => Promise(
        (await ClientsOfAsync(store, session)).SequenceEqual(expected),
        "GetSessionClientsAsync gives each record of the session, with every member, in the ordinal order of clients and issuers.");

    private static async Task TakesAsync(Store store, string after, params SessionClient[] expected)
    {
        var until = store.Clock.GetUtcNow().AddMinutes(3).AddTicks(7);
        var taken = await TakeAsync(store, 10, until);
        var all = taken.OrderBy(client => client.SessionId, StringComparer.Ordinal)
            .ThenBy(client => client.ClientId, StringComparer.Ordinal);
        Promise(
            all.SequenceEqual(expected.OrderBy(client => client.SessionId, StringComparer.Ordinal)
                .Select(client => client with { Attempts = 1, DueAt = until })),
            $"After {after} TakeSessionClientsAsync gives each client of the session once, taken for the first time until the given tick.");
        foreach (var client in taken)
            await store.CallAsync(c => c.As<ISessionClientModel>().RemoveSessionClientAsync(client, default));
        Promise((await TakeAsync(store, 10)).Count == 0, "RemoveSessionClientAsync removes the record.");
    }
}
