using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server;

/// <summary>A set of scope names: immutable, ordinal, without order or duplicates.</summary>
/// <remarks>
/// RFC 6749 §3.3: names are case-sensitive and their order has no meaning.
/// The text form is sorted and space-separated, as in requests and responses.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Scope is the term of the field.")]
public sealed class Scope : IEquatable<Scope>, IReadOnlyCollection<string>
{
    private readonly string[] _names;
    private readonly string _text;

    private Scope(string[] sortedDistinct) : this(sortedDistinct, string.Join(' ', sortedDistinct))
    {
    }

    private Scope(string[] sortedDistinct, string text) => (_names, _text) = (sortedDistinct, text);

    /// <summary>The scope that grants nothing.</summary>
    public static Scope Empty { get; } = new([]);

    /// <summary>The number of names.</summary>
    public int Count => _names.Length;

    /// <summary>True when there is no name.</summary>
    public bool IsEmpty => _names.Length == 0;

    /// <summary>Makes a scope from names.</summary>
    /// <exception cref="ArgumentException">A name is empty or has a character that RFC 6749 §3.3 does not allow.</exception>
    public static Scope Of(params IEnumerable<string> names)
    {
        var sorted = new SortedSet<string>(names, StringComparer.Ordinal);
        foreach (var name in sorted)
        {
            if (Grammar.IsNqChar(name)) continue;
            throw new ArgumentException(
                $"'{name}' is not a scope name: RFC 6749 §3.3 allows visible ASCII without space, quote and backslash.", nameof(names));
        }
        return sorted.Count == 0 ? Empty : new([.. sorted]);
    }

    /// <summary>Reads the space-separated form of requests, responses and store columns.</summary>
    /// <param name="text">Null or empty is the empty scope.</param>
    /// <param name="scope">The scope; <see cref="Empty"/> when false is returned.</param>
    /// <returns>False when a character is not allowed, or names are not separated by single spaces (RFC 6749 §3.3).</returns>
    public static bool TryParse(string? text, out Scope scope)
    {
        scope = Empty;
        if (string.IsNullOrEmpty(text)) return true;

        var names = text.Split(' ');
        foreach (var name in names)
        {
            if (!Grammar.IsNqChar(name)) return false;
        }
        scope = IsSortedDistinct(names) ? new(names, text) : new([.. names.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal)]);
        return true;
    }

    /// <summary>Reads the space-separated form, for instance from a store.</summary>
    /// <param name="text">Null or empty is the empty scope.</param>
    /// <exception cref="FormatException">The text does not follow the grammar of RFC 6749 §3.3.</exception>
    public static Scope Parse(string? text) =>
        TryParse(text, out var scope)
            ? scope
            : throw new FormatException("The text is not a scope: RFC 6749 §3.3 requires visible ASCII names separated by single spaces.");

    /// <summary>True when the name is in the set.</summary>
    public bool Contains(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal) >= 0;

    /// <summary>True when every name of <paramref name="other"/> is also in this scope.</summary>
    public bool Contains(Scope other)
    {
        if (ReferenceEquals(this, other)) return true;
        foreach (var name in other._names)
        {
            if (!Contains(name)) return false;
        }
        return true;
    }

    /// <summary>The names that are in both scopes.</summary>
    public Scope Intersect(Scope other) => other.Contains(this) ? this : new(Array.FindAll(_names, other.Contains));

    /// <summary>The names that are in this scope and not in the other.</summary>
    public Scope Except(Scope other) =>
        Array.Exists(_names, other.Contains) ? new(Array.FindAll(_names, name => !other.Contains(name))) : this;

    /// <summary>The names that are in at least one of both scopes.</summary>
    public Scope Union(Scope other) => Contains(other) ? this : Of(_names.Concat(other._names));

    /// <summary>The names, sorted and space-separated.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Scope? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Scope);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _names.GetEnumerator();

    // The form that this server writes: its text is kept as it is.
    private static bool IsSortedDistinct(string[] names)
    {
        for (var i = 1; i < names.Length; i++)
        {
            if (string.CompareOrdinal(names[i - 1], names[i]) >= 0) return false;
        }
        return true;
    }
}
