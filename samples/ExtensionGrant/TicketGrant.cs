using OAuth2Server;

// snippet: TicketGrant
/// <summary>An extension grant (RFC 6749 §4.5): it exchanges a ticket from the box office for an access token.</summary>
/// <param name="office">Dependency injection supplies constructor arguments: services and model interfaces.</param>
public sealed class TicketGrant(BoxOffice office) : IGrant
{
    public string GrantType => "urn:example:ticket";

    // Before this call, the server has authenticated the client and checked that it is registered for this grant type.
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
