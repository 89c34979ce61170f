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

    /// <summary>The credentials that a user typed into a page, without the white space around the user name.</summary>
    /// <remarks>Keyboards of phones add a space after a completed word. The password is not changed: a space can be a part of it.</remarks>
    internal static Credentials Typed(string username, string password) =>
        new(username.Length > MaxUsername ? username : username.Trim(), password);

    /// <summary>The type's name only: users also type passwords into the field of the user name.</summary>
    public override string ToString() => nameof(Credentials);
}
