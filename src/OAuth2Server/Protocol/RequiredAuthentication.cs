using System.Collections.Immutable;
using System.Globalization;

namespace OAuth2Server;

/// <summary>How strong and how new the sign-in of a user must be for a request to a resource (RFC 9470 §3).</summary>
public sealed record RequiredAuthentication
{
    /// <summary>Any sign-in, also none.</summary>
    public static RequiredAuthentication None { get; } = new();

    /// <summary>The context classes of which the sign-in must have one, the preferred first (<c>acr_values</c>); empty for any.</summary>
    /// <exception cref="ArgumentException">One is empty or has a space or a character that no challenge can have.</exception>
    public ImmutableArray<string> ContextClasses
    {
        get;
        init => field = value.IsDefault || !value.All(name => Grammar.IsNqChar(name))
            ? throw new ArgumentException("A context class is not empty, and has no space, no quote and no backslash.", nameof(value))
            : value;
    } = [];

    /// <summary>Within what time the user must have signed in (<c>max_age</c>), in whole seconds; null for any time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan? MaxAge
    {
        get;
        init
        {
            if (value is { } age) ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }

    /// <summary>Both requirements together: the classes that are in both, and the shorter time.</summary>
    /// <param name="other">The other one.</param>
    /// <remarks>Where no class is in both, no sign-in meets both: the classes of this one are named.</remarks>
    public RequiredAuthentication And(RequiredAuthentication other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            ContextClasses = Both(ContextClasses, other.ContextClasses),
            MaxAge = MaxAge is { } one && other.MaxAge is { } two ? (one < two ? one : two) : MaxAge ?? other.MaxAge,
        };
    }

    /// <summary>Whether a sign-in is sufficient.</summary>
    /// <param name="contextClass">Its context class (<c>acr</c>); null when it is not known.</param>
    /// <param name="time">Its time (<c>auth_time</c>), UTC; null when it is not known.</param>
    /// <param name="now">The time, UTC, less what the clocks may differ.</param>
    public bool IsMetBy(string? contextClass, DateTimeOffset? time, DateTimeOffset now) =>
        (ContextClasses.IsEmpty || ContextClasses.Contains(contextClass ?? "", StringComparer.Ordinal))
        && (MaxAge is not { } age || (time is { } then && now - then <= age));

    /// <summary>The requirements, as they are in a challenge.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"RequiredAuthentication({string.Join(' ', ContextClasses)}, {MaxAge?.TotalSeconds})");

    private static ImmutableArray<string> Both(ImmutableArray<string> one, ImmutableArray<string> two)
    {
        if (one.IsEmpty || two.IsEmpty) return one.IsEmpty ? two : one;
        ImmutableArray<string> both = [.. one.Where(name => two.Contains(name, StringComparer.Ordinal))];
        return both.IsEmpty ? one : both;
    }
}
