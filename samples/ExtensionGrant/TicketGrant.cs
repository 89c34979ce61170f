using OAuth2Server;

// snippet: TicketGrant
/// <summary>An extension grant (RFC 6749 §4.5): a ticket from the box office for an access token.</summary>
/// <param name="office">Dependency injection fills the constructor: services and model interfaces alike.</param>
public sealed class TicketGrant(BoxOffice office) : IGrant
{
    public string GrantType => "urn:example:ticket";

    // The client is authenticated and registered for this grant type before it gets here.
    public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) => new(Answer(request));

    private Outcome<Granted> Answer(GrantRequest request)
    {
        if (request["ticket"] is not { } ticket) return OAuthError.InvalidRequest("ticket is missing.");
        if (office.Redeem(new Secret(ticket)) is not { } holder) return OAuthError.InvalidGrant("The ticket is not valid.");

        request.Context.ResponseMembers.Add("seat", holder.Seat);
        return new Granted { User = new User(holder.Id), Scope = request.Scope, WithRefreshToken = false };
    }
}
// end-snippet
