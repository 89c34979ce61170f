namespace OAuth2Server;

/// <summary>A resource owner, as the model returns it. An application may derive its own type; the library only reads it.</summary>
/// <param name="Id">The subject identifier: stable, unique with the issuer, compared ordinally.</param>
public record User(string Id)
{
    /// <summary>No user: the client acts for itself. This permits the request; null refuses it.</summary>
    public static User None { get; } = new("");

    /// <summary>The id only.</summary>
    public sealed override string ToString() => $"User({Id})";
}
