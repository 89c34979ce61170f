namespace OAuth2Server;

/// <summary>A resource owner, as the model tells it. Derive your own; the library only reads.</summary>
/// <param name="Id">The subject identifier: stable, unique with the issuer, compared ordinally.</param>
public record User(string Id)
{
    /// <summary>Nobody: the client acts for itself. This is an answer; null would be a refusal.</summary>
    public static User None { get; } = new("");

    /// <summary>The id alone.</summary>
    public sealed override string ToString() => $"User({Id})";
}
