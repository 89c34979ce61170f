using System.Globalization;

namespace OAuth2Server.Host;

/// <summary>A user name and a password, as a user typed them or a client sent them.</summary>
internal sealed record Credentials(string Username, string Password)
{
    /// <summary>The greatest length of a user name, in characters.</summary>
    internal const int MaxUsername = 256;

    /// <summary>The greatest length of a password, in characters.</summary>
    internal const int MaxPassword = 1024;

    /// <summary>
    /// Whether an account can have these. Check it before the user name is normalised, compared or counted and before the
    /// password is hashed: the cost of that grows with the length, and an attacker chooses the length.
    /// </summary>
    public bool ArePossible =>
        Username.Length is > 0 and <= MaxUsername && Password.Length is > 0 and <= MaxPassword && !Username.Any(char.IsControl);

    /// <summary>The name in the form in which accounts have it (RFC 8265 §3.4). Check <see cref="ArePossible"/> before.</summary>
    public string ComposedUsername => ComposedText.Of(Username);

    /// <summary>The password in the form in which it is hashed, and as it was sent if that differs: an older version hashed it
    /// unchanged. Check <see cref="ArePossible"/> before.</summary>
    public IReadOnlyList<string> PasswordForms => [.. new[] { Compose(Password), Password }.Distinct(StringComparer.Ordinal)];

    /// <summary>A password in the form in which it is hashed (RFC 8265 §4.2: every space is U+0020, then Form C).</summary>
    internal static string Compose(string password)
    {
        var spaces = password.AsSpan().ContainsAnyExceptInRange('\0', '\u009F')
            ? string.Concat(password.Select(c => char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator ? ' ' : c))
            : password;
        return ComposedText.Of(spaces);
    }

    /// <summary>The credentials that a user typed into a page, without the white space around the user name.</summary>
    /// <remarks>Keyboards of phones add a space after a completed word. The password is not changed: a space can be a part of it.</remarks>
    internal static Credentials Typed(string username, string password) =>
        new(username.Length > MaxUsername ? username : username.Trim(), password);

    /// <summary>The type's name only: users also type passwords into the field of the user name.</summary>
    public override string ToString() => nameof(Credentials);
}
