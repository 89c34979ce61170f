using System.Net;
using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="ISessionModel"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>Every member, unknown properties and every tick.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task A_session_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var full = NewSession(store);
        var bare = NewSession(store, s => s with { Methods = [], RemoteAddress = null, UserAgent = null, Properties = Properties.Empty });
        foreach (var session in (Held<Session>[])[full, bare])
        {
            Promise(await FindAsync(store, session) is null, "GetSessionAsync gives null before the session was saved.");
            await SaveAsync(store, session);
            IsSame(session.Record, await FindAsync(store, session));
        }
        Promise(
            await FindAsync(store, full with { Text = Texts.OtherCase(full.Text) }) is null,
            "GetSessionAsync gives null for another text: it looks a session up by the hash of the text.");
    }

    /// <summary>The list is for a page: the latest first, and never longer than asked for.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task Sessions_are_listed_for_their_user_those_seen_last_first()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var now = store.Clock.GetUtcNow();
        var sessions = new List<Held<Session>>();
        foreach (var seconds in (int[])[2, 4, 1, 3])
            sessions.Add(await SaveSessionAsync(store, s => s with { LastSeenAt = now.AddSeconds(-seconds) }));
        string[] expected = [sessions[2].Record.Id, sessions[0].Record.Id, sessions[3].Record.Id, sessions[1].Record.Id];

        await ListsAsync(store, sessions[0], expected);
        var two = await store.CallAsync(c => c.As<ISessionModel>().GetSessionsAsync(sessions[0].Record.Subject, now, 2, default));
        Promise(
            two.Select(s => s.Id).SequenceEqual(expected.Take(2)),
            "GetSessionsAsync gives at most so many sessions, those that were seen last.");
        IsSame(sessions[2].Record, two[0]);
        Promise(
            (await store.CallAsync(c => c.As<ISessionModel>().GetSessionsAsync(
                sessions[0].Record.Subject + " ", now, 10, default))).Count == 0,
            "GetSessionsAsync compares the subject ordinally and gives the sessions of no other user.");
    }

    /// <summary>A user who ends a session on one page ends it on every node.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task An_ended_session_stays_ended()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var (ended, other) = (await SaveSessionAsync(store), await SaveSessionAsync(store));
        Promise(await EndAsync(store, ended), "EndSessionAsync is true when it ended the session.");
        Promise(!await EndAsync(store, ended), "EndSessionAsync is false when the session was ended before.");
        await IsEndedAsync(store, ended, "EndSessionAsync");

        await MayThrowAsync(() => SaveAsync(store, ended));
        await IsEndedAsync(store, ended, "EndSessionAsync and a repetition of SaveSessionAsync");
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await SeeAsync(store, ended);
        await store.PruneAsync();
        await IsEndedAsync(store, ended, "EndSessionAsync and a later RecordSessionSeenAsync");
        await MayThrowAsync(() => SaveAsync(store, ended));
        await IsEndedAsync(store, ended, "EndSessionAsync, pruning and a repetition of SaveSessionAsync");
        IsSame(other.Record, await FindAsync(store, other));
    }

    /// <summary>The id comes from a form: a user must not end a session of another user.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task A_session_is_ended_by_its_own_user_only()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var session = await SaveSessionAsync(store);
        foreach (var (subject, id) in ((string, string)[])
        [
            (session.Record.Subject + "2", session.Record.Id),
            (session.Record.Subject, session.Record.Id + "2"),
            (session.Record.Subject, session.Text),
            (session.Record.Subject, ""),
        ])
        {
            Promise(
                !await store.CallAsync(c => c.As<ISessionModel>().EndSessionAsync(subject, id, default)),
                "EndSessionAsync is false and changes nothing when the subject or the id differs.");
        }
        IsSame(session.Record, await FindAsync(store, session));
    }

    /// <summary>After a new password, and "sign out everywhere else".</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task Ending_all_sessions_of_a_user_leaves_the_excepted_one_and_those_of_others()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var (first, second, third) = (await SaveSessionAsync(store), await SaveSessionAsync(store), await SaveSessionAsync(store));
        Promise(
            await EndAllAsync(store, first.Record.Subject + "2", null) == 0,
            "EndSessionsAsync ends the sessions of its subject only, and gives 0 when there is none.");
        var count = await EndAllAsync(store, first.Record.Subject, second.Record.Id);
        Promise(count == 2, $"EndSessionsAsync gives how many sessions it ended, 2 here; it gave {count}.");
        await IsEndedAsync(store, first, "EndSessionsAsync");
        await IsEndedAsync(store, third, "EndSessionsAsync");
        IsSame(second.Record, await FindAsync(store, second));

        count = await EndAllAsync(store, first.Record.Subject, null);
        Promise(count == 1, $"EndSessionsAsync does not count a session that was ended before: 1 here; it gave {count}.");
        await IsEndedAsync(store, second, "EndSessionsAsync without an exception");
        var later = await SaveSessionAsync(store);
        IsSame(later.Record, await FindAsync(store, later));
    }

    private static Held<Session> NewSession(Store store, Func<Session, Session>? change = null)
    {
        var (text, now) = (Texts.Random(), store.Clock.GetUtcNow());
        var session = new Session
        {
            Id = Texts.Random(),
            Hash = SecretHash.Of(text),
            Subject = store.New.Authorization().Subject!,
            Methods = ["pwd", "otp"],
            SignedInAt = now.AddTicks(-1),
            LastSeenAt = now,
            ExpiresAt = now.AddHours(8).AddTicks(1),
            RemoteAddress = IPAddress.Parse("203.0.113.7"),
            UserAgent = "Mozilla/5.0 (\"x\"; 'y') \\ %7E",
            Properties = Properties.Empty.With("unknown", "é 🙂"),
        };
        return new(text, change is null ? session : change(session));
    }

    private static async Task<Held<Session>> SaveSessionAsync(Store store, Func<Session, Session>? change = null)
    {
        var session = NewSession(store, change);
        await SaveAsync(store, session);
        return session;
    }

    private static Task SaveAsync(Store store, Held<Session> session) =>
        store.CallAsync(c => c.As<ISessionModel>().SaveSessionAsync(session.Record, default));

    private static Task<Session?> FindAsync(Store store, Held<Session> session) =>
        store.CallAsync(c => c.As<ISessionModel>().GetSessionAsync(session.Secret, store.Clock.GetUtcNow(), default));

    private static Task SeeAsync(Store store, Held<Session> session, DateTimeOffset? at = null, IPAddress? address = null) =>
        store.CallAsync(c => c.As<ISessionModel>().RecordSessionSeenAsync(
            session.Record, at ?? store.Clock.GetUtcNow(), address, default));

    private static Task<bool> EndAsync(Store store, Held<Session> session) =>
        store.CallAsync(c => c.As<ISessionModel>().EndSessionAsync(session.Record.Subject, session.Record.Id, default));

    private static Task<int> EndAllAsync(Store store, string subject, string? exceptId) =>
        store.CallAsync(c => c.As<ISessionModel>().EndSessionsAsync(subject, exceptId, default));

    private static async Task ListsAsync(Store store, Held<Session> session, string[] expected)
    {
        var found = await store.CallAsync(c =>
            c.As<ISessionModel>().GetSessionsAsync(session.Record.Subject, store.Clock.GetUtcNow(), 100, default));
        Promise(
            found.Select(s => s.Id).SequenceEqual(expected),
            "GetSessionsAsync gives each session of the user that is neither ended nor expired, those that were seen last first.");
    }

    private static async Task IsEndedAsync(Store store, Held<Session> session, string after)
    {
        Promise(await FindAsync(store, session) is null, $"After {after} GetSessionAsync gives null.");
        var listed = await store.CallAsync(c =>
            c.As<ISessionModel>().GetSessionsAsync(session.Record.Subject, store.Clock.GetUtcNow(), 1000, default));
        Promise(listed.All(s => s.Id != session.Record.Id), $"After {after} GetSessionsAsync does not give the session.");
    }

    private static void IsSame(Session saved, Session? found)
    {
        Promise(found is not null, "A session that was saved and is neither ended nor expired is found again.");
        Promise(found!.Hash.Equals(saved.Hash), "Session.Hash is not the one that was saved.");
        foreach (var (name, was, came) in ((string, object?, object?)[])
        [
            (nameof(Session.Id), saved.Id, found.Id),
            (nameof(Session.Subject), saved.Subject, found.Subject),
            (nameof(Session.Methods), string.Join(' ', saved.Methods), string.Join(' ', found.Methods)),
            (nameof(Session.RemoteAddress), saved.RemoteAddress, found.RemoteAddress),
            (nameof(Session.UserAgent), saved.UserAgent, found.UserAgent),
            (nameof(Session.Properties), saved.Properties, found.Properties),
        ])
        {
            Promise(Equals(was, came), $"Session.{name} was saved as '{was}' and came back as '{came}'.");
        }
        Same.Time(saved.SignedInAt, found.SignedInAt, "Session.SignedInAt");
        Same.Time(saved.LastSeenAt, found.LastSeenAt, "Session.LastSeenAt");
        Same.Time(saved.ExpiresAt, found.ExpiresAt, "Session.ExpiresAt");
    }
}
