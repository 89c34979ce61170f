using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server;

/// <summary>Either a value or an <see cref="OAuthError"/>; both convert to it implicitly.</summary>
/// <remarks>
/// Refusals are values because an attacker chooses how many there are: an exception costs about fifty times more.
/// <c>default</c> is <c>server_error</c>: a forgotten assignment never counts as success.
/// </remarks>
/// <typeparam name="T">The type of the value, which is never null.</typeparam>
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

    /// <summary>The only way to open an outcome: returns true with the error, or false with the value.</summary>
    /// <param name="error">The refusal; null when there is a value.</param>
    /// <param name="value">The value; null or default when there is an error.</param>
    public bool IsError([NotNullWhen(true)] out OAuthError? error, [NotNullWhen(false)] out T? value)
    {
        error = _ok ? null : _error ?? OAuthError.ServerError("An Outcome was used that has neither a value nor an error.");
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
