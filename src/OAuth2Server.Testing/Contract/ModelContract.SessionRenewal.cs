using System.Net;
using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="ISessionModel.RenewSessionAsync"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>A user who signs in again stays in the session, with another cookie.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task A_renewed_session_keeps_its_id_and_is_opened_by_its_new_text_only()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var (before, other) = (await SaveSessionAsync(store), await SaveSessionAsync(store));
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        var renewed = Renewed(store, before);
        Promise(await RenewAsync(store, before, renewed), "RenewSessionAsync is true when it replaced the session.");

        IsSame(renewed.Record, await FindAsync(store, renewed));
        Promise(await FindAsync(store, before) is null, "After RenewSessionAsync the old text opens nothing any more.");
        await ListsAsync(store, before, [renewed.Record.Id, other.Record.Id]);
        Promise(await RenewAsync(store, before, renewed), "RenewSessionAsync is true for a repetition, after the first answer was lost.");
        IsSame(renewed.Record, await FindAsync(store, renewed));
        Promise(
            !await RenewAsync(store, before, Renewed(store, before)),
            "RenewSessionAsync is false when another call renewed the session: of two tabs one keeps the cookie of the other.");

        await MayThrowAsync(() => SaveAsync(store, before));
        Promise(
            await FindAsync(store, before) is null,
            "A repetition of SaveSessionAsync after RenewSessionAsync does not bring the old text back.");
        Promise(await EndAsync(store, renewed), "EndSessionAsync ends a renewed session by its id.");
        await IsEndedAsync(store, renewed, "EndSessionAsync of a renewed session");
        IsSame(other.Record, await FindAsync(store, other));
    }

    /// <summary>A sign-out is final, also in another tab.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task An_ended_or_expired_session_is_not_renewed()
    {
        await using var store = await OpenAsync<ISessionModel>();
        var (ended, expired, unsaved) = (await SaveSessionAsync(store), await SaveSessionAsync(store), NewSession(store));
        await EndAsync(store, ended);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await IsNotRenewedAsync(store, ended, "was ended");
        await IsNotRenewedAsync(store, unsaved, "was never saved");
        store.Clock.Advance(expired.Record.ExpiresAt - store.Clock.GetUtcNow());
        await IsNotRenewedAsync(store, expired, "has expired");
    }

    /// <summary>In either order: what ends the session ends the renewed one.</summary>
    [Fact, Capability(typeof(ISessionModel))]
    public async Task Renewing_a_session_against_its_end_leaves_no_session()
    {
        await using var store = await OpenAsync<ISessionModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var session = await SaveSessionAsync(store);
            var renewals = Enumerable.Range(0, Callers).Select(_ => Renewed(store, session)).ToArray();
            await Race.TogetherAsync(store, Callers, async (caller, i) =>
            {
                var sessions = caller.As<ISessionModel>();
                return i % 4 == 1
                    ? await sessions.EndSessionAsync(session.Record.Subject, session.Record.Id, default)
                    : await sessions.RenewSessionAsync(session.Record, renewals[i].Record, store.Clock.GetUtcNow(), default);
            });
            foreach (var one in renewals.Append(session))
                await IsEndedAsync(store, one, "EndSessionAsync and RenewSessionAsync at the same moment");
        });
    }

    private static Held<Session> Renewed(Store store, Held<Session> before)
    {
        var (text, now) = (Texts.Random(), store.Clock.GetUtcNow());
        return new(text, before.Record with
        {
            Hash = SecretHash.Of(text),
            Methods = ["pwd", "hwk"],
            SignedInAt = now.AddTicks(-1),
            LastSeenAt = now,
            ExpiresAt = now.AddHours(9).AddTicks(3),
            RemoteAddress = IPAddress.Parse("2001:db8::9"),
            UserAgent = null,
            Properties = Properties.Empty.With("another", "ü"),
        });
    }

    private static Task<bool> RenewAsync(Store store, Held<Session> before, Held<Session> renewed) => store.CallAsync(
        c => c.As<ISessionModel>().RenewSessionAsync(before.Record, renewed.Record, store.Clock.GetUtcNow(), default));

    private static async Task IsNotRenewedAsync(Store store, Held<Session> session, string reason)
    {
        var renewed = Renewed(store, session);
        Promise(!await RenewAsync(store, session, renewed), $"RenewSessionAsync is false for a session that {reason}.");
        Promise(await FindAsync(store, renewed) is null, $"RenewSessionAsync saves nothing for a session that {reason}.");
    }
}
