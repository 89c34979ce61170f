using System.Text;

namespace OAuth2Server.Testing.Tests;

/// <content>Used messages that are forgotten too early or too late, or used twice.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Messages()
    {
        const string Once = nameof(ModelContract.A_message_is_used_once);
        const string Time = nameof(ModelContract.A_message_is_remembered_until_its_time_and_no_longer);
        const string Prune = nameof(ModelContract.Pruning_forgets_no_message_before_its_time);
        yield return new("never refuses a message", Once, (inner, _) => new MessageRows(inner) { Refuses = false });
        yield return new("remembers the last message only", Once, (inner, _) => new MessageRows(inner) { Capacity = 1 });
        yield return new("compares the time of a message with the clock of the machine", Once, (inner, _) =>
            new MessageRows(inner) { Now = _ => DateTimeOffset.MaxValue });
        yield return new("never forgets a message", Time, (inner, _) => new MessageRows(inner) { Now = _ => DateTimeOffset.MinValue });
        yield return new("remembers a message for a minute", Time, (inner, _) =>
            new MessageRows(inner) { Until = (now, _) => now.AddMinutes(1) });
        yield return new("forgets a message a tick too early", Time, (inner, _) =>
            new MessageRows(inner) { Until = (_, until) => until.AddTicks(-1) });
        yield return new("forgets a message a tick too late", Time, (inner, _) =>
            new MessageRows(inner) { Until = (_, until) => until.AddTicks(1) });
        yield return new("remembers a message for whole seconds", Time, (inner, _) =>
            new MessageRows(inner) { Until = (now, until) => now.AddSeconds(Math.Floor((until - now).TotalSeconds)) });
        yield return new("remembers a message longer at each refused use", Time, (inner, _) => new MessageRows(inner) { Slides = true });
        yield return new("keeps the first time of a message that is used again", Time, (inner, _) =>
            new MessageRows(inner) { Again = (before, _) => before });
        yield return new("prunes all messages", Prune, (inner, _) => new MessageRows(inner) { IsPruned = (_, _) => true });
        yield return new("prunes messages a minute too early", Prune, (inner, _) =>
            new MessageRows(inner) { IsPruned = (until, now) => until <= now.AddMinutes(1) });
        yield return new("looks whether a message was used, and writes afterwards",
            nameof(ModelContract.Of_many_callers_with_one_message_one_is_the_first),
            (inner, _) => new MessageRows(inner) { LooksFirst = true });
        yield return new("looks whether a message is forgotten, and writes afterwards",
            nameof(ModelContract.Of_many_callers_with_a_forgotten_message_one_is_the_first),
            (inner, _) => new MessageRows(inner) { LooksFirst = true });
        foreach (var (name, range) in ((string, Range)[])[("first 8 bytes", ..8), ("last 16 bytes", ^16..)])
        {
            yield return new($"compares the {name} of a message",
                nameof(ModelContract.A_message_is_compared_by_its_whole_hash),
                (inner, _) => new MessageRows(inner) { Key = message => Convert.ToHexString(message.ToByteArray()[range]) });
        }
    }

    private static IEnumerable<WrongModel> PushedRequests()
    {
        const string Member = nameof(ModelContract.A_pushed_request_comes_back_with_every_member);
        yield return Altered("loses the properties", r => r with { Properties = Properties.Empty });
        yield return Altered("loses a key that it does not know", r => r with { Properties = r.Properties.Without("unknown") });
        yield return Altered("cuts the parameters at 4000 characters",
            r => r with { Parameters = r.Parameters[..Math.Min(4000, r.Parameters.Length)] });
        yield return Altered("decodes the parameters", r => r with { Parameters = Uri.UnescapeDataString(r.Parameters) });
        yield return Altered("gives the parameters in Latin-1", r => r with
        {
            Parameters = Encoding.Latin1.GetString(Encoding.Latin1.GetBytes(r.Parameters)),
        });
        yield return Altered("loses empty parameters", r => r with { Parameters = r.Parameters is "" ? null! : r.Parameters });
        yield return Altered("cuts the issuer at 255 characters", r => r with { Issuer = r.Issuer[..Math.Min(255, r.Issuer.Length)] });
        yield return Altered("loses the ticks of the expiry",
            r => r with { ExpiresAt = r.ExpiresAt.AddTicks(-(r.ExpiresAt.Ticks % TimeSpan.TicksPerSecond)) });
        yield return new("throws for an unknown reference", nameof(ModelContract.An_unknown_reference_is_null_and_never_an_error),
            (inner, _) => new PushedRows(inner) { Missing = () => throw new Xunit.Sdk.XunitException("No rows.") });
        yield return new("consumes a request that does not exist", nameof(ModelContract.An_unknown_reference_is_null_and_never_an_error),
            (inner, _) => new PushedRows(inner) { ConsumesWhatIsMissing = true });
        foreach (var (name, range) in ((string, Range)[])[("first 8 bytes", ..8), ("last 16 bytes", ^16..)])
        {
            yield return new($"finds a pushed request by the {name} of the hash",
                nameof(ModelContract.A_pushed_request_is_found_visited_and_consumed_by_its_whole_hash_only),
                (inner, _) => new PushedRows(inner) { Key = hash => Convert.ToHexString(hash.ToByteArray()[range]) });
        }

        static WrongModel Altered(string what, Func<PushedRequest, PushedRequest> alter) =>
            new($"{what} of a pushed request", Member, (inner, _) => new PushedRows(inner) { Found = alter });
    }

    private static IEnumerable<WrongModel> PushedUses()
    {
        const string Visit = nameof(ModelContract.Only_the_first_visit_of_a_pushed_request_counts);
        const string Once = nameof(ModelContract.A_pushed_request_is_consumed_once_and_found_as_consumed);
        yield return new("counts each visit of a pushed request", Visit, (inner, _) =>
            new PushedRows(inner) { Visited = (held, _, now, until) => held with { VisitedAt = now, ExpiresAt = until } });
        yield return new("moves the expiry of a pushed request at each visit", Visit, (inner, _) => new PushedRows(inner)
        {
            Visited = (held, _, now, until) => held with { VisitedAt = held.VisitedAt ?? now, ExpiresAt = until },
        });
        yield return new("takes the caller's word for the first visit", Visit, (inner, _) => new PushedRows(inner)
        {
            Visited = (held, given, now, until) => given.VisitedAt is null ? held with { VisitedAt = now, ExpiresAt = until } : held,
        });
        yield return new("keeps the expiry at the first visit", Visit, (inner, _) =>
            new PushedRows(inner) { Visited = (held, _, now, _) => held with { VisitedAt = held.VisitedAt ?? now } });
        yield return new("reads a pushed request before it records the visit",
            nameof(ModelContract.Of_many_visits_at_the_same_moment_one_counts),
            (inner, _) => new PushedRows(inner) { VisitsInTwoSteps = true });
        yield return new("consumes a pushed request twice", Once, (inner, _) =>
            new PushedRows(inner) { Consumed = (held, _, now) => held with { ConsumedAt = held.ConsumedAt ?? now } });
        yield return new("forgets when a pushed request was consumed first", Once, (inner, _) =>
            new PushedRows(inner) { Consumed = (held, _, now) => held with { ConsumedAt = now } });
        yield return new("removes a consumed pushed request", Once, (inner, _) => new PushedRows(inner) { RemovesWhatIsConsumed = true });
        yield return new("writes a consumed pushed request as the caller found it", Once, (inner, _) => new PushedRows(inner)
        {
            Consumed = (held, given, now) => held.ConsumedAt is null ? given with { ConsumedAt = now } : null,
        });
        yield return new("consumes only a visited pushed request", Once, (inner, _) => new PushedRows(inner)
        {
            Consumed = (held, _, now) => held is { ConsumedAt: null, VisitedAt: not null } ? held with { ConsumedAt = now } : null,
        });
        yield return new("looks whether a pushed request is consumed, and writes afterwards",
            nameof(ModelContract.One_pushed_request_consumed_by_many_callers_is_consumed_once),
            (inner, _) => new PushedRows(inner) { LooksFirst = true });
    }

    private static IEnumerable<WrongModel> PushedTimes()
    {
        const string Kept = nameof(ModelContract.A_pushed_request_is_kept_until_it_expires);
        const string KeptVisited = nameof(ModelContract.A_visited_pushed_request_is_kept_until_its_new_expiry);
        const string Repeated = nameof(ModelContract.A_repeated_save_never_overwrites_a_visited_or_consumed_pushed_request);
        const string Taken = nameof(ModelContract.A_save_of_another_pushed_request_with_the_same_text_throws_and_changes_nothing);
        yield return Pruning("never prunes pushed requests", Kept, (_, _) => false);
        yield return Pruning("prunes pushed requests a tick late", Kept, (r, now) => r.ExpiresAt < now);
        yield return Pruning("prunes pushed requests a tick early", Kept, (r, now) => r.ExpiresAt.AddTicks(-1) <= now);
        yield return Pruning("prunes consumed pushed requests at once", Kept, (r, now) => r.ExpiresAt <= now || r.ConsumedAt is not null);
        yield return Pruning("prunes fresh pushed requests only", Kept, (r, now) => r.ExpiresAt <= now && r.ConsumedAt is null);
        yield return Pruning("prunes pushed requests a minute after they were saved", KeptVisited,
            (r, now) => r.ExpiresAt <= now || ModelContract.Start.AddMinutes(1) <= now);
        yield return Pruning("never prunes visited pushed requests", KeptVisited, (r, now) => r.ExpiresAt <= now && r.VisitedAt is null);
        yield return Pruning("prunes consumed pushed requests early", KeptVisited,
            (r, now) => r.ExpiresAt <= now || (r.ConsumedAt is { } used && used.AddMinutes(5) <= now));
        yield return new("overwrites a pushed request at a repeated save", Repeated, (inner, _) =>
            new PushedRows(inner) { Saved = (request, _) => request });
        yield return new("overwrites a consumed pushed request at a repeated save", Repeated, (inner, _) =>
            new PushedRows(inner) { Saved = (request, held) => held is { ConsumedAt: null } ? held : request });
        yield return new("overwrites another pushed request with the same text", Taken, (inner, _) =>
            new PushedRows(inner) { Saved = (request, _) => request });
        yield return new("ignores another pushed request with the same text", Taken, (inner, _) =>
            new PushedRows(inner) { Saved = (request, held) => held ?? request });
        yield return new("returns from a cancelled call that did nothing",
            nameof(ModelContract.A_cancelled_save_or_use_of_a_pushed_request_says_what_happened),
            (inner, _) => new PushedRows(inner) { HidesCancellation = true });

        static WrongModel Pruning(string fault, string caughtBy, Func<PushedRequest, DateTimeOffset, bool> isPruned) =>
            new(fault, caughtBy, (inner, _) => new PushedRows(inner) { IsPruned = isPruned });
    }
}
