using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OAuth2Server;

/// <summary>The parameters of one request, read strictly and once.</summary>
/// <remarks>
/// RFC 6749 §3.1 and §3.2: an empty parameter counts as omitted, an unknown one is ignored, none may be repeated,
/// except <c>resource</c> and <c>audience</c> (RFC 8707 §2, RFC 8693 §2.1). Why parameters could not be read is kept as
/// <see cref="Malformed"/>, so that no endpoint can go on with a part of a request.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Parameters is the field's term.")]
public sealed class RequestParameters : IReadOnlyCollection<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _pairs;

    private RequestParameters(List<KeyValuePair<string, string>> pairs)
    {
        _pairs = pairs;
        Repeated = FindRepeated();
    }

    /// <summary>No parameters.</summary>
    public static RequestParameters Empty { get; } = new([]);

    /// <summary>Why the whole text was refused (<c>invalid_request</c>); null when it could be read.</summary>
    public OAuthError? Malformed { get; private init; }

    /// <summary>The first name that is sent more than once and must not be; null when there is none.</summary>
    public string? Repeated { get; }

    /// <summary>Why no endpoint may use these parameters: they are malformed, or one is repeated (<c>invalid_request</c>); null when there
    /// is no problem.</summary>
    public OAuthError? Problem =>
        Malformed ?? (Repeated is null ? null : OAuthError.InvalidRequest("A parameter is sent more than once.", "RFC 6749 §3.2"));

    /// <summary>How many parameters there are.</summary>
    public int Count => _pairs.Count;

    /// <summary>The value of a parameter; null when it is omitted or empty. Of a repeated one it is the first.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var pair in _pairs)
            {
                if (pair.Key == name) return pair.Value.Length > 0 ? pair.Value : null;
            }
            return null;
        }
    }

    /// <summary>Every value that is not empty, of a parameter that may be repeated.</summary>
    public ImmutableArray<string> Values(string name)
    {
        ImmutableArray<string> values = [];
        foreach (var pair in _pairs)
        {
            if (pair.Key == name && pair.Value.Length > 0) values = values.Add(pair.Value);
        }
        return values;
    }

    /// <summary>Reads the <c>scope</c> parameter by the grammar of RFC 6749 §3.3.</summary>
    /// <param name="scope">The scope; null where the parameter is omitted, or when false is returned.</param>
    /// <returns>False for a malformed one: answer <c>invalid_scope</c>.</returns>
    public bool TryGetScope(out Scope? scope)
    {
        scope = null;
        if (this["scope"] is not { } text) return true;
        if (!Scope.TryParse(text, out var read)) return false;
        scope = read;
        return true;
    }

    /// <summary>True when the name is sent more than once, empty or not.</summary>
    public bool IsRepeated(string name) => _pairs.Count(p => p.Key == name) > 1;

    /// <summary>Reads the query component of a request URI, with or without its question mark.</summary>
    /// <param name="query">The raw text as it was received, still percent-encoded.</param>
    public static RequestParameters FromQuery(ReadOnlySpan<char> query)
    {
        var text = query.StartsWith("?") ? query[1..] : query;
        var utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        return Read(utf8, "query");
    }

    /// <summary>Reads the body of a POST.</summary>
    /// <param name="contentType">The Content-Type header; anything but <c>application/x-www-form-urlencoded</c> is malformed (RFC 6749
    /// §3.2, appendix B).</param>
    /// <param name="body">The raw bytes.</param>
    public static RequestParameters FromForm(string? contentType, ReadOnlySpan<byte> body) =>
        MediaType.Is(contentType, "application/x-www-form-urlencoded")
            ? Read(body, "body")
            : Refused(OAuthError.InvalidRequest("The content type must be application/x-www-form-urlencoded.", "RFC 6749 §3.2"));

    /// <summary>Takes parameters that were read before: from a ticket, in a test.</summary>
    public static RequestParameters Of(IEnumerable<KeyValuePair<string, string>> pairs) => new([.. pairs]);

    /// <summary>Parameters that an adapter could not read, for instance because the body is too large.</summary>
    /// <param name="error">What the client is answered.</param>
    public static RequestParameters Refused(OAuthError error) => new([]) { Malformed = error };

    /// <summary>The parameters in the query form, percent-encoded, without a question mark.</summary>
    public string ToQuery() => FormUrlEncoded.Write(_pairs);

    /// <summary>The names alone: values may be secret.</summary>
    public override string ToString() => string.Join(' ', _pairs.Select(p => p.Key));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _pairs.GetEnumerator();

    private static RequestParameters Read(ReadOnlySpan<byte> text, string place)
    {
        if (text.IsEmpty) return Empty;
        return FormUrlEncoded.TryRead(text, out var pairs, out var problem)
            ? new(pairs)
            : Refused(OAuthError.InvalidRequest($"The {place} cannot be read: {problem}.", "RFC 6749 appendix B"));
    }

    private static bool MayRepeat(string name) => name is "resource" or "audience";

    // At most 128 pairs (FormUrlEncoded.MaxPairs): comparing each with each is cheap and allocates nothing.
    private string? FindRepeated()
    {
        for (var i = 1; i < _pairs.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (_pairs[i].Key == _pairs[j].Key && !MayRepeat(_pairs[i].Key)) return _pairs[i].Key;
            }
        }
        return null;
    }
}
