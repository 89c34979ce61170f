namespace OAuth2Server;

/// <summary>A type of authorization details (RFC 9396 §2.1) of your own: what its objects may hold, what the user reads about one, and what
/// a narrower one is. One class, added by <c>AddAuthorizationDetailsType</c> or to
/// <see cref="OAuth2ServerOptions.AuthorizationDetailsTypes"/>.</summary>
/// <remarks>There is one object of it for the whole application: it must be thread-safe.</remarks>
public abstract class AuthorizationDetailsType
{
    /// <summary>The name: <c>payment_initiation</c>, or a URI that is yours (§2.1).</summary>
    /// <value>Visible ASCII without space, quote and backslash.</value>
    public abstract string Type { get; }

    /// <summary>The members that an object may have beside <c>type</c>. An object with another member is refused by the server (§5), so
    /// that a client never believes that it was limited by a member that nothing reads.</summary>
    /// <value>The common fields of §2.2 (<c>locations</c>, <c>actions</c>, <c>datatypes</c>, <c>identifier</c>, <c>privileges</c>) are
    /// listed too, where the type has them.</value>
    public abstract IReadOnlyCollection<string> Members { get; }

    /// <summary>Checks the values of one object: that none is missing, of another kind, or not permitted (§5).</summary>
    /// <param name="detail">The object. Its members are among <see cref="Members"/>.</param>
    /// <param name="client">The client. It is registered for the type, if it is registered for types.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null when it is right; otherwise a sentence for the client's developer, which says what to send. The client gets it with
    /// <c>invalid_authorization_details</c>.</returns>
    public abstract ValueTask<string?> ValidateAsync(
        AuthorizationDetail detail, Client client, OAuthContext context, CancellationToken ct);

    /// <summary>The text about one object that the user reads before allowing it: all that the object permits, in plain text.</summary>
    /// <param name="detail">The object, which was found valid.</param>
    /// <remarks>Pages write the text encoded. A server with pages in several languages reads
    /// <see cref="System.Globalization.CultureInfo.CurrentUICulture"/>.</remarks>
    public abstract string Describe(AuthorizationDetail detail);

    /// <summary>Whether an object that was granted permits all that another one asks for, when a code is redeemed, a token is refreshed or
    /// exchanged (§6.1).</summary>
    /// <value>Default: only an object that says the same.</value>
    /// <param name="granted">The granted object.</param>
    /// <param name="requested">The requested object of this type, which was found valid.</param>
    public virtual bool Permits(AuthorizationDetail granted, AuthorizationDetail requested)
    {
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(requested);
        return granted.Says(requested);
    }

    /// <summary>The type only.</summary>
    public sealed override string ToString() => $"AuthorizationDetailsType({Type})";
}
