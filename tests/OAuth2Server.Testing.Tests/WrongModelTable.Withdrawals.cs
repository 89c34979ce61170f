using System.Text;

namespace OAuth2Server.Testing.Tests;

/// <content>Withdrawals that are wider or narrower than their pair and their time.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Withdrawals()
    {
        const string Pairs = nameof(ModelContract.A_withdrawal_ends_no_pair_that_only_looks_alike);
        const string Subjects = nameof(ModelContract.A_withdrawal_ends_the_authorizations_of_every_subject);
        const string Ticks = nameof(ModelContract.A_withdrawal_counts_to_the_tick);
        yield return Compares("withdraws at every issuer", Pairs, (a, b) => a.Subject == b.Subject && a.ClientId == b.ClientId);
        yield return Compares("withdraws for every user of the client", Pairs, (a, b) => a.Issuer == b.Issuer && a.ClientId == b.ClientId);
        yield return Compares("withdraws for every client of the user", Pairs, (a, b) => a.Issuer == b.Issuer && a.Subject == b.Subject);
        yield return Alike("case of the subject", p => p with { Subject = p.Subject.ToUpperInvariant() });
        yield return Alike("case of the client", p => p with { ClientId = p.ClientId.ToUpperInvariant() });
        yield return Alike("case of the issuer", p => p with { Issuer = p.Issuer.ToUpperInvariant() });
        yield return Alike("trailing spaces of the subject", p => p with { Subject = p.Subject.TrimEnd(' ') });
        yield return Alike("leading spaces of the subject", p => p with { Subject = p.Subject.TrimStart(' ') });
        yield return Alike("trailing spaces of the client", p => p with { ClientId = p.ClientId.TrimEnd(' ') });
        yield return Alike("a slash at the end of the issuer", p => p with { Issuer = p.Issuer.TrimEnd('/') });
        yield return Alike("accents of the subject", p => p with { Subject = WithoutAccents(p.Subject) });
        yield return Alike("the form of accents of the subject", p => p with { Subject = Composed(p.Subject) });
        yield return Compares("withdraws for subjects that begin alike", Pairs,
            (a, b) => a.Issuer == b.Issuer && a.ClientId == b.ClientId && a.Subject.StartsWith(b.Subject, StringComparison.Ordinal));
        yield return Compares("withdraws for subjects of ASCII only", Subjects, (a, b) => a == b && Ascii.IsValid(a.Subject));
        yield return Compares("withdraws for trimmed subjects only", Subjects, (a, b) => a == b && a.Subject.Trim() == a.Subject);
        yield return new("withdraws only where a consent is saved",
            nameof(ModelContract.A_withdrawal_without_a_saved_consent_ends_the_authorizations_as_well),
            (inner, _) => new WithdrawsSavedConsentsOnly(inner));
        yield return At("rounds the time to a second", t => Rounded(t, TimeSpan.TicksPerSecond));
        yield return At("rounds the time to a millisecond", t => Rounded(t, TimeSpan.TicksPerMillisecond));
        yield return At("rounds the time to a microsecond", t => Rounded(t, TimeSpan.TicksPerMicrosecond));
        yield return At("rounds the time up to a second", t => t.AddTicks(TimeSpan.TicksPerSecond - 1));
        yield return At("rounds the time up to a microsecond", t => t.AddTicks(9));
        yield return At("compares the time without equality", t => t.AddTicks(-1));
        yield return At("compares the time with a tick too many", t => t.AddTicks(1));

        static WrongModel Alike(string what, Func<Pair, Pair> normal) =>
            Compares($"withdraws without regard to {what}", Pairs, (a, b) => normal(a) == normal(b));
        static WrongModel Compares(string fault, string by, Func<Pair, Pair, bool> matches) =>
            new(fault, by, (inner, _) => new WithdrawingModel(inner, matches));
        static WrongModel At(string fault, Func<DateTimeOffset, DateTimeOffset> time) =>
            new($"{fault} of a withdrawal", Ticks, (inner, _) => new WithdrawingModel(inner, (a, b) => a == b, time));
    }

    private static DateTimeOffset Rounded(DateTimeOffset time, long to) => new(time.UtcTicks - (time.UtcTicks % to), TimeSpan.Zero);

    // Of the letters that the contract uses: the runtime composes and decomposes nothing where it has no ICU.
    private static string WithoutAccents(string text) =>
        Composed(text).Replace('é', 'e').Replace('É', 'E').Replace('ä', 'a').Replace('ö', 'o');

    private static string Composed(string text) => text.Replace("e\u0301", "é").Replace("E\u0301", "É");
}
