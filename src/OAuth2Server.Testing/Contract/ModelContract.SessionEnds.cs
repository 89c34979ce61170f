using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="ISessionClientModel"/>: the queue, and races.</content>
public abstract partial class ModelContract
{
    /// <summary>What a node took is not lost when the node stops, and no other node works on it at the same time.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task A_client_that_was_taken_is_due_again_after_its_time_only()
    {
        await using var store = await OpenAsync<ISessionClientModel>();
        var session = await EndedWithClientsAsync(store, "a", "b", "c");
        var until = store.Clock.GetUtcNow().AddMinutes(3);
        var first = await TakeAsync(store, 2, until);
        Promise(first.Count == 2, "TakeSessionClientsAsync gives at most so many records.");
        var second = await TakeAsync(store, 2, until);
        Promise(
            second.Count == 1 && first.All(client => client.ClientId != second[0].ClientId),
            "TakeSessionClientsAsync gives a record that was taken to no other caller.");
        Promise(
            (await ClientsOfAsync(store, session)).All(client => client.DueAt == until && client.Attempts == 1),
            "TakeSessionClientsAsync saves the time until which the record is taken, and counts the attempt.");

        store.Clock.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromTicks(1));
        Promise((await TakeAsync(store, 10)).Count == 0, "A record that was taken is not due before its time.");
        store.Clock.Advance(TimeSpan.FromTicks(1));
        var again = await TakeAsync(store, 10);
        Promise(again.Count == 3, "A record that was taken, and neither postponed nor removed, is due again at its time.");
        Promise(again.All(client => client.Attempts == 2), "SessionClient.Attempts counts every time that the record was taken.");
    }

    /// <summary>A client that does not answer is asked again later.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task A_postponed_client_is_due_at_its_time_unless_another_caller_has_it()
    {
        await using var store = await OpenAsync<ISessionClientModel>();
        await EndedWithClientsAsync(store, "a", "b");
        var now = store.Clock.GetUtcNow();
        var taken = (await TakeAsync(store, 10, now.AddMinutes(3))).OrderBy(client => client.ClientId, StringComparer.Ordinal).ToArray();
        Promise(await PostponeAsync(store, taken[0], now.AddHours(1)), "PostponeSessionClientAsync is true for a record that was taken.");
        await store.CallAsync(c => c.As<ISessionClientModel>().RemoveSessionClientAsync(taken[1], default));
        await store.CallAsync(c => c.As<ISessionClientModel>().RemoveSessionClientAsync(taken[1], default));
        Promise(!await PostponeAsync(store, taken[1], now), "PostponeSessionClientAsync is false for a record that was removed.");

        store.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Promise((await TakeAsync(store, 10)).Count == 0, "A postponed record is not due before its time, and a removed one never.");
        store.Clock.Advance(TimeSpan.FromTicks(1));
        var again = await TakeAsync(store, 10, now.AddHours(2));
        Promise(again is [{ ClientId: "a", Attempts: 2 }], "A postponed record is due at its time.");
        Promise(
            !await PostponeAsync(store, taken[0], now) && (await TakeAsync(store, 10)).Count == 0,
            "PostponeSessionClientAsync is false and changes nothing when another caller took the record meanwhile.");
    }

    /// <summary>Two nodes send no logout token twice.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task Of_callers_that_take_at_the_same_moment_one_gets_each_client()
    {
        await using var store = await OpenAsync<ISessionClientModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            await EndedWithClientsAsync(store, "a", "b", "c", "d", "e");
            var taken = await Race.TogetherAsync(store, Callers, async (caller, _) => await caller.As<ISessionClientModel>()
                .TakeSessionClientsAsync(store.Clock.GetUtcNow(), store.Clock.GetUtcNow().AddMinutes(3), 2, default));
            var all = taken.SelectMany(clients => clients).Concat(await TakeAsync(store, 10)).ToArray();
            Promise(
                all.Length == 5 && all.DistinctBy(client => client.ClientId).Count() == 5,
                $"Of several callers of TakeSessionClientsAsync one gets each record: 5 here; together they got {all.Length}.");
            foreach (var client in all)
                await store.CallAsync(c => c.As<ISessionClientModel>().RemoveSessionClientAsync(client, default));
        });
    }

    /// <summary>The client redeems its code at the moment at which the user signs out.</summary>
    [Fact, Capability(typeof(ISessionClientModel))]
    public async Task Saving_a_client_against_the_end_of_its_session_leaves_it_due()
    {
        await using var store = await OpenAsync<ISessionClientModel>();
        var late = await SaveSessionAsync(store);
        await EndAsync(store, late);
        Promise(await SaveAsync(store, ClientOf(late, "a")), "SaveSessionClientAsync saves the client of a session that was ended.");
        await TakesAsync(store, "SaveSessionClientAsync of a session that was ended", ClientOf(late, "a"));

        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var session = await SaveSessionAsync(store);
            await Race.TogetherAsync(store, Callers, async (caller, i) =>
            {
                var sessions = caller.As<ISessionClientModel>();
                if (i % 2 == 0)
                    return await sessions.SaveSessionClientAsync(ClientOf(session, $"{i}"), store.Clock.GetUtcNow(), default);
                return await sessions.EndSessionAsync(session.Record.Subject, session.Record.Id, default);
            });
            var taken = await TakeAsync(store, 2 * Callers);
            var expected = (Callers + 1) / 2;
            Promise(
                taken.Count == expected,
                $"Each client that is saved while its session is ended is due: {expected} here; "
                    + $"TakeSessionClientsAsync gave {taken.Count}.");
            foreach (var client in taken)
                await store.CallAsync(c => c.As<ISessionClientModel>().RemoveSessionClientAsync(client, default));
        });
    }

    private static async Task<Held<Session>> EndedWithClientsAsync(Store store, params string[] clientIds)
    {
        var session = await SaveSessionAsync(store);
        foreach (var id in clientIds) await SaveAsync(store, ClientOf(session, id));
        await EndAsync(store, session);
        return session;
    }

    private static Task<IReadOnlyList<SessionClient>> TakeAsync(Store store, int atMost, DateTimeOffset? until = null) =>
        store.CallAsync(c => c.As<ISessionClientModel>().TakeSessionClientsAsync(
            store.Clock.GetUtcNow(), until ?? store.Clock.GetUtcNow().AddMinutes(3), atMost, default));

    private static Task<bool> PostponeAsync(Store store, SessionClient taken, DateTimeOffset dueAt) =>
        store.CallAsync(c => c.As<ISessionClientModel>().PostponeSessionClientAsync(taken, dueAt, default));
}
