namespace OAuth2Server.Host;

/// <summary>What an account tells applications about its user, if the user allows it: the owner of the account edits it.</summary>
/// <param name="Name">The name; null for none.</param>
/// <param name="Email">The e-mail address; null for none. The server has not verified it.</param>
/// <param name="Picture">The https URL of a picture; null for none.</param>
internal sealed record AccountProfile(string? Name, string? Email, string? Picture)
{
    internal const int MaxName = 100;
    internal const int MaxEmail = 254;
    internal const int MaxPicture = 2000;

    internal static AccountProfile Empty { get; } = new(null, null, null);

    /// <summary>The claims of the scope <c>profile</c> that an account can have.</summary>
    internal static IReadOnlyList<string> ProfileClaims { get; } = ["name", "preferred_username", "picture"];

    /// <summary>The claims of an account (OpenID Connect Core §5.1).</summary>
    internal UserClaims ClaimsOf(Account account)
    {
        var claims = new UserClaims();
        claims.Add("name", Name);
        claims.Add("preferred_username", account.Username);
        claims.Add("picture", Picture);
        claims.Add("email", Email);
        if (Email is not null) claims.Add("email_verified", false);
        return claims;
    }

    /// <summary>Reads what the owner typed. The empty text removes a value.</summary>
    /// <returns>The profile, or a sentence about the first wrong value.</returns>
    internal static (AccountProfile? Profile, string? Problem) Read(string name, string email, string picture)
    {
        (name, email, picture) = (ComposedText.Of(name.Trim()), email.Trim(), picture.Trim());
        if (name.Length > MaxName || name.Any(char.IsControl)) return (null, $"The name must have at most {MaxName} printable characters.");
        if (email.Length > 0 && !IsEmail(email)) return (null, "The e-mail address must look like name@example.com.");
        if (picture.Length > 0 && !IsPicture(picture))
            return (null, $"The picture must be a URL that starts with https:// and has at most {MaxPicture} characters.");
        return (new(NullIfEmpty(name), NullIfEmpty(email), NullIfEmpty(picture)), null);
    }

    /// <summary>The e-mail address and the picture are private.</summary>
    public override string ToString() => $"AccountProfile({(Name is null ? "no name" : "a name")})";

    private static bool IsEmail(string text) =>
        text.Length <= MaxEmail && text.All(c => c is > ' ' and not '\u007f') && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }];

    private static bool IsPicture(string text) =>
        text.Length <= MaxPicture && text.All(c => c is > ' ' and <= '~')
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
