using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server;

/// <summary>Either a value or the <see cref="OAuthError"/> that stands in its place; both convert to it implicitly.</summary>
/// <remarks>
/// Refusals are values because an attacker chooses how many there are: an exception costs some fifty times more.
/// <c>default</c> is <c>server_error</c>, so that a forgotten assignment can never pass for success.
/// </remarks>
/// <typeparam name="T">What there is when nothing went wrong; never null.</typeparam>
public readonly struct Outcome<T> where T : notnull
{
    private readonly T? _value;
    private readonly OAuthError? _error;
    private readonly bool _ok;

    internal Outcome(T value)
    {
        _value = value;
        _ok = true;
    }

    private Outcome(OAuthError error) => _error = error;

    /// <summary>The one way to open an outcome: true with the error, or false with the value.</summary>
    /// <param name="error">What was refused and why; null when there is a value.</param>
    /// <param name="value">The value; null or default when there is an error.</param>
    public bool IsError([NotNullWhen(true)] out OAuthError? error, [NotNullWhen(false)] out T? value)
    {
        error = _ok ? null : _error ?? OAuthError.ServerError("An Outcome was never given a value or an error.");
        value = _value;
        return !_ok;
    }

    /// <summary>Wraps a value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value);

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Outcome<T>(OAuthError error) => new(error);
}

/// <summary>Makes an <see cref="Outcome{T}"/> where the compiler has no conversion: from a value whose type is an interface.</summary>
public static class Outcome
{
    /// <summary>Wraps a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    public static Outcome<T> Of<T>(T value) where T : notnull => new(value);
}
