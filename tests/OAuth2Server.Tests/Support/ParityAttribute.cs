using Xunit.v3;

namespace OAuth2Server.Tests.Support;

public enum Verdict
{
    /// <summary>A reason is given instead.</summary>
    Differs,

    /// <summary>What the ancestor does.</summary>
    Same,
}

/// <summary>A wire-visible fact of the ancestor (its number in PROTOCOL.md), and whether this library does the same or differs, and
/// why.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ParityAttribute(string fact, Verdict verdict = Verdict.Differs) : Attribute, ITraitAttribute
{
    public string Fact => fact;

    public Verdict Verdict => verdict;

    public string? DiffersBecause { get; set; }

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [new("Parity", $"{fact}: {(verdict == Verdict.Same ? "same" : "differs because " + DiffersBecause)}")];
}
