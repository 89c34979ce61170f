namespace OAuth2Server;

/// <summary>The <c>sub</c> of a JWT access token whose client acts for itself: RFC 9068 §2.2 requires the claim, and there is no
/// user.</summary>
/// <remarks>A client could register with an id that is also the id of a user. A resource server that looks at <c>sub</c> alone would then
/// take the client for this user (RFC 9700 §4.15, RFC 9068 §5). Therefore it is not the id of the client alone, and a user whose id starts
/// with <see cref="Prefix"/> gets no JWT.</remarks>
public static class ClientSubject
{
    /// <summary>What the subject of a client starts with, and that of no user.</summary>
    public const string Prefix = "client:";

    /// <summary>The subject of a client: the prefix and its id, percent-encoded.</summary>
    /// <param name="clientId">The id of the client.</param>
    public static string Of(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        return Prefix + Uri.EscapeDataString(clientId);
    }

    /// <summary>Whether a subject is that of a client and not of a user.</summary>
    /// <param name="subject">The value of <c>sub</c>.</param>
    public static bool Is(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.StartsWith(Prefix, StringComparison.Ordinal);
    }
}
