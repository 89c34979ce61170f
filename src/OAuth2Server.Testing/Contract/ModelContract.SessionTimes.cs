using System.Net;
using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="ISessionModel"/>: times, pruning, a race, and what the store holds.</content>
public abstract partial class ModelContract
{
    /// <summary>The end is absolute: a request does not move it.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task A_session_expires_at_its_time_whether_it_is_used_or_not()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var session = await SaveSessionAsync(store);
        store.Clock.Advance(session.Record.ExpiresAt - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await SeeAsync(store, session);
        Promise(await FindAsync(store, session) is not null, "GetSessionAsync gives the session until the tick before ExpiresAt.");

        store.Clock.Advance(TimeSpan.FromTicks(1));
        await IsEndedAsync(store, session, "Session.ExpiresAt");
    }

    /// <summary>Two nodes record at the same moment: the later time stays.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task The_time_at_which_a_session_was_seen_only_moves_forward()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var (session, other) = (await SaveSessionAsync(store), await SaveSessionAsync(store));
        var later = store.Clock.GetUtcNow().AddMinutes(5).AddTicks(1);
        var seen = session.Record with { LastSeenAt = later, RemoteAddress = IPAddress.Parse("2001:db8::7") };
        await SeeAsync(store, session, later, seen.RemoteAddress);
        IsSame(seen, await FindAsync(store, session));
        await SeeAsync(store, session, later.AddMinutes(-1), IPAddress.Loopback);
        IsSame(seen, await FindAsync(store, session));
        await SeeAsync(store, session, later.AddTicks(1), null);
        IsSame(seen with { LastSeenAt = later.AddTicks(1), RemoteAddress = null }, await FindAsync(store, session));
        IsSame(other.Record, await FindAsync(store, other));
    }

    /// <summary>Expired sessions are removed, and those that can be used are not.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task Pruning_removes_expired_sessions_only()
    {
        await using var store = await OpenAsync<ISessionModel, IPruningModel>();
        var now = store.Clock.GetUtcNow();
        for (var i = 0; i < 5; i++) await SaveSessionAsync(store, s => s with { ExpiresAt = now.AddHours(1) });
        var stays = await SaveSessionAsync(store);
        store.Clock.Advance(TimeSpan.FromHours(1));

        var counts = new[] { await PruneAsync(store, store.Clock.GetUtcNow(), 3), await PruneAsync(store, store.Clock.GetUtcNow(), 3) };
        Promise(
            counts is [3, 2],
            "PruneAsync removes expired sessions, at most atMost: for 5 sessions and 3 it gives 3 and 2; it gave "
                + $"{string.Join(" and ", counts)}.");
        IsSame(stays.Record, await FindAsync(store, stays));
    }

    /// <summary>In either order: after the end of all sessions none that was saved before is found.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task Ending_all_sessions_against_seeing_them_leaves_no_session()
    {
        await using var store = await OpenAsync<ISessionModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            store.Clock.Advance(TimeSpan.FromTicks(1));
            var session = await SaveSessionAsync(store);
            await Race.TogetherAsync(store, Callers, async (caller, i) =>
            {
                var sessions = caller.As<ISessionModel>();
                if (i % 4 == 1) await sessions.EndSessionsAsync(session.Record.Subject, null, default);
                else await sessions.RecordSessionSeenAsync(session.Record, store.Clock.GetUtcNow().AddTicks(i), null, default);
                return true;
            });
            await IsEndedAsync(store, session, "EndSessionsAsync and RecordSessionSeenAsync at the same moment");
        });
    }

    /// <summary>An attacker who reads the store must not be able to make a cookie. Needs <see cref="ModelFixture.Dump"/>.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task The_store_holds_no_text_of_a_session()
    {
        await using var store = await OpenAsync<ISessionModel>();
        Assert.SkipUnless(store.Fixture.Dump is not null, "The fixture has no Dump.");
        var session = await SaveSessionAsync(store);
        await FindAsync(store, session);
        await SeeAsync(store, session, store.Clock.GetUtcNow().AddMinutes(1));

        var dump = await store.Fixture.Dump!();
        Promise(SecretSearch.Find(dump.Span, session.Record.Id) is not null, "ModelFixture.Dump gives all bytes of the store.");
        var found = SecretSearch.Find(dump.Span, session.Text);
        Promise(found is null, $"The store holds the text of a session in the clear ({found}). A right model saves Session.Hash alone.");
    }
}
