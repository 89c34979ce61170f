using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>An assertion whose signature, times and parties are right.</summary>
public sealed record VerifiedAssertion
{
    /// <summary>About whom it is.</summary>
    public required UserAssertion Assertion { get; init; }

    /// <summary>When it could not be accepted again, UTC: it is remembered until then.</summary>
    public required DateTimeOffset AcceptedUntil { get; init; }

    /// <summary>The key that the client must prove (<c>cnf</c>, RFC 7800 §3.1); <see cref="TokenBinding.None"/> for none.</summary>
    public TokenBinding Key { get; init; } = TokenBinding.None;

    /// <summary>The scope that it names; null when it names none.</summary>
    public Scope? Scope { get; init; }

    /// <summary>The resources that it names (RFC 8707); empty when it names none.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The assertion.</summary>
    public override string ToString() => Assertion.ToString();
}
