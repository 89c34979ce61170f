using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>The text form of a record: a store keeps the record as one text, and in columns only what it searches and changes.</summary>
/// <remarks>
/// <para>
/// One JSON object in ASCII, which fits a text column of any encoding. Its first members are <c>v</c>, the version, and <c>kind</c>.
/// Hashes, keys and sealed bytes are base64url, times are RFC 3339 in UTC with seven digits (100 ns), scopes are separated by spaces.
/// A member with its default value is left out. <see cref="AccessToken.User"/> is not written.
/// </para>
/// <list type="table">
/// <listheader><term>kind</term><description>members</description></listheader>
/// <item><term><c>authorization</c></term><description>
/// id, issuer, client, subject, scope, resources, granted, ends, properties</description></item>
/// <item><term><c>access_token</c></term><description>
/// id, hash, scope, audience, type, issued, expires, properties, authorization</description></item>
/// <item><term><c>authorization_code</c></term><description>
/// hash, expires, consumed, replay (until, sealed), properties, redirect_uri, redirect_uri_sent, code_challenge,
/// code_challenge_method, authorization</description></item>
/// <item><term><c>refresh_token</c></term><description>
/// hash, expires, consumed, replay (until, sealed), properties, authorization</description></item>
/// <item><term><c>device_code</c></term><description>
/// hash, expires, consumed, replay (until, sealed), properties, user_code_hash, status, interval, polled,
/// authorization</description></item>
/// <item><term><c>consent</c></term><description>
/// id, issuer, subject, client, scope, resources (of each resource, scope), granted</description></item>
/// <item><term><c>signing_key_ring</c></term><description>
/// version, keys: of each id, algorithm, public, private, encrypted_by, published, signs, retires, removed,
/// properties</description></item>
/// <item><term><c>pushed_request</c></term><description>
/// hash, issuer, client, parameters, expires, visited, consumed, properties</description></item>
/// </list>
/// <para>
/// Later versions of this library read every text that this version writes. A reader ignores members that it does not know, because
/// a later version may add some. So write a text once, when the record is saved, and keep in columns what changes afterwards:
/// <see cref="Credential.ConsumedAt"/>, <see cref="Credential.Replay"/>, <see cref="DeviceCode.Status"/> with its authorization,
/// <see cref="DeviceCode.LastPolledAt"/>, <see cref="DeviceCode.Interval"/>, <see cref="PushedRequest.ExpiresAt"/>,
/// <see cref="PushedRequest.VisitedAt"/>, <see cref="PushedRequest.ConsumedAt"/>. The column replaces the value in the text.
/// </para>
/// </remarks>
public static partial class RecordText
{
    private const int Version = 1;

    /// <summary>Writes an access token with its authorization.</summary>
    /// <param name="token">The access token. Its <see cref="AccessToken.User"/> is not written.</param>
    /// <exception cref="ArgumentException">A text in the record is not valid Unicode.</exception>
    public static string Write(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Write(AccessTokenKind, token, WriteMembers);
    }

    /// <summary>Writes an authorization code, a refresh token or a device code with its authorization.</summary>
    /// <param name="credential">The credential.</param>
    /// <exception cref="ArgumentException">The credential is of another type, or a text in the record is not valid Unicode.</exception>
    public static string Write(Credential credential) => credential switch
    {
        AuthorizationCode code => Write(AuthorizationCodeKind, code, WriteMembers),
        RefreshToken token => Write(RefreshTokenKind, token, WriteMembers),
        DeviceCode code => Write(DeviceCodeKind, code, WriteMembers),
        null => throw new ArgumentNullException(nameof(credential)),
        _ => throw new ArgumentException($"RecordText has no form for a {credential.GetType().Name}.", nameof(credential)),
    };

    /// <summary>Writes an authorization.</summary>
    /// <param name="authorization">The authorization.</param>
    /// <exception cref="ArgumentException">A text in the record is not valid Unicode.</exception>
    public static string Write(Authorization authorization)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        return Write(AuthorizationKind, authorization, WriteMembers);
    }

    /// <summary>Writes a consent.</summary>
    /// <param name="consent">The consent.</param>
    /// <exception cref="ArgumentException">A text in the record is not valid Unicode.</exception>
    public static string Write(Consent consent)
    {
        ArgumentNullException.ThrowIfNull(consent);
        return Write(ConsentKind, consent, WriteMembers);
    }

    /// <summary>Reads an access token.</summary>
    /// <param name="text">What <see cref="Write(AccessToken)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static AccessToken ReadAccessToken(string text) =>
        Read(text, "an access token", (kind, members) => kind == AccessTokenKind ? AccessTokenOf(members) : null);

    /// <summary>Reads an authorization code, a refresh token or a device code.</summary>
    /// <param name="text">What <see cref="Write(Credential)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static Credential ReadCredential(string text) => Read<Credential>(text, "a credential", (kind, members) => kind switch
    {
        AuthorizationCodeKind => AuthorizationCodeOf(members),
        RefreshTokenKind => RefreshTokenOf(members),
        DeviceCodeKind => DeviceCodeOf(members),
        _ => null,
    });

    /// <summary>Reads an authorization code.</summary>
    /// <param name="text">What <see cref="Write(Credential)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static AuthorizationCode ReadAuthorizationCode(string text) =>
        Read(text, "an authorization code", (kind, members) => kind == AuthorizationCodeKind ? AuthorizationCodeOf(members) : null);

    /// <summary>Reads a refresh token.</summary>
    /// <param name="text">What <see cref="Write(Credential)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static RefreshToken ReadRefreshToken(string text) =>
        Read(text, "a refresh token", (kind, members) => kind == RefreshTokenKind ? RefreshTokenOf(members) : null);

    /// <summary>Reads a device code.</summary>
    /// <param name="text">What <see cref="Write(Credential)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static DeviceCode ReadDeviceCode(string text) =>
        Read(text, "a device code", (kind, members) => kind == DeviceCodeKind ? DeviceCodeOf(members) : null);

    /// <summary>Reads an authorization.</summary>
    /// <param name="text">What <see cref="Write(Authorization)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static Authorization ReadAuthorization(string text) =>
        Read(text, "an authorization", (kind, members) => kind == AuthorizationKind ? AuthorizationOf(members) : null);

    /// <summary>Reads a consent.</summary>
    /// <param name="text">What <see cref="Write(Consent)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static Consent ReadConsent(string text) =>
        Read(text, "a consent", (kind, members) => kind == ConsentKind ? ConsentOf(members) : null);

    private static string Write<T>(string kind, T record, Action<Utf8JsonWriter, T> writeMembers)
    {
        var json = JsonBody.Start();
        json.WriteNumber("v", Version);
        json.WriteString("kind", kind);
        writeMembers(json, record);
        return Encoding.ASCII.GetString(JsonBody.End());
    }

    private static T Read<T>(string text, string what, Func<string, RecordTextMembers, T?> read) where T : class
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var json = JsonDocument.Parse(text);
            var members = new RecordTextMembers(json.RootElement, what);
            if (members.Integer("v") is var version && version != Version)
            {
                throw new FormatException($"The stored text of {what} has version {version}; this node reads version {Version}. " +
                    "A newer version of OAuth2Server has written it: update this node.");
            }
            var kind = members.Text("kind");
            return read(kind, members)
                ?? throw new FormatException(
                    $"The stored text has the kind '{kind}' and is not the text of {what}. Call the function that reads that kind.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw RecordTextMembers.Damaged(what, "it is not a JSON object", e);
        }
    }
}
