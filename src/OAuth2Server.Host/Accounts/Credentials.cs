namespace OAuth2Server.Host;

/// <summary>A name and a password as somebody typed them.</summary>
internal sealed record Credentials(string Username, string Password)
{
    /// <summary>The longest name, in characters.</summary>
    internal const int MaxUsername = 256;

    /// <summary>The longest password, in characters.</summary>
    internal const int MaxPassword = 1024;

    /// <summary>Whether any account could have them; what is longer is not even hashed, and a control character is in no name.</summary>
    public bool ArePossible => Username.Length is > 0 and <= MaxUsername && Password.Length is > 0 and <= MaxPassword && !Username.Any(char.IsControl);

    /// <summary>Nothing: people type passwords into the wrong field.</summary>
    public override string ToString() => nameof(Credentials);
}
