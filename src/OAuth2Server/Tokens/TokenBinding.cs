using System.Text.Json;

namespace OAuth2Server;

/// <summary>The link between a token and a key of its client: only a request that proves the key may use the token (RFC 9449 §6, RFC 8705
/// §3).</summary>
public sealed class TokenBinding
{
    private const string Key = "cnf";

    /// <summary>Makes a binding.</summary>
    /// <param name="kind">The confirmation method: <c>jkt</c> (RFC 9449 §6.1), <c>x5t#S256</c> (RFC 8705 §3.1).</param>
    /// <param name="thumbprint">The thumbprint of the key or certificate.</param>
    /// <param name="tokenType">The <c>token_type</c> of tokens with this binding: <c>DPoP</c>, <c>Bearer</c>.</param>
    public TokenBinding(string kind, string thumbprint, string tokenType)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(thumbprint);
        ArgumentException.ThrowIfNullOrEmpty(tokenType);
        (Kind, Thumbprint, TokenType) = (kind, thumbprint, tokenType);
    }

    /// <summary>No binding: the token may be used by every holder.</summary>
    public static TokenBinding None { get; } = new("none", "none", AuthorizationHeader.Bearer);

    /// <summary>The confirmation method.</summary>
    public string Kind { get; }

    /// <summary>The thumbprint of the key or certificate.</summary>
    public string Thumbprint { get; }

    /// <summary>The <c>token_type</c> of tokens with this binding.</summary>
    public string TokenType { get; }

    /// <summary>The text that records carry.</summary>
    internal string Text => $"{Kind}={Thumbprint}";

    /// <summary>The confirmation that a record carries, <c>jkt=…</c>; null for a record that is not bound.</summary>
    /// <param name="properties">The properties of an access token, a refresh token or a code.</param>
    public static string? ConfirmationIn(Properties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties[Key];
    }

    /// <summary>The properties with this binding in them.</summary>
    /// <param name="properties">The properties of a record.</param>
    public Properties WriteTo(Properties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties.With(Key, Text);
    }

    /// <summary>Writes the claim <c>cnf</c> (RFC 7800 §3.1) of a bound record into an open JSON object; nothing for one that is not
    /// bound.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="properties">The properties of an access token.</param>
    public static void WriteConfirmation(Utf8JsonWriter json, Properties properties)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (ConfirmationIn(properties) is not { } text || text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var end)) return;
        json.WriteStartObject("cnf"u8);
        json.WriteString(text.AsSpan(0, end), text.AsSpan(end + 1));
        json.WriteEndObject();
    }

    /// <summary>True when a record is not bound, or bound to the key that a request proves.</summary>
    /// <param name="properties">The properties of the record.</param>
    /// <param name="proven">The binding of the request; null when it proves no key.</param>
    internal static bool IsSatisfied(Properties properties, TokenBinding? proven) =>
        properties[Key] is not { } bound || bound == proven?.Text;

    /// <summary>The refusal of a credential that is bound to a key which the request does not prove.</summary>
    internal static OAuthError OtherKey() => OAuthError.InvalidGrant("The credential is bound to another key.", "RFC 9449 §5");

    /// <summary>True when a confirmation is of a method.</summary>
    /// <param name="confirmation">What <see cref="ConfirmationIn"/> returned.</param>
    /// <param name="kind">The method.</param>
    internal static bool IsOfKind(string confirmation, string kind) =>
        confirmation.Length > kind.Length && confirmation[kind.Length] == '='
        && confirmation.StartsWith(kind, StringComparison.Ordinal);

    /// <summary>The method alone.</summary>
    public override string ToString() => $"TokenBinding({Kind})";
}

