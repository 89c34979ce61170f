namespace OAuth2Server.Tests.Support;

/// <summary>An extension grant (RFC 6749 §4.5): a ticket is good once it names its holder.</summary>
public sealed class TicketGrant : IGrant
{
    public const string Name = "urn:example:ticket";

    public string GrantType => Name;

    public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["ticket"] is not { } ticket) return new(OAuthError.InvalidRequest("ticket is missing."));
        if (!ticket.StartsWith("for-", StringComparison.Ordinal)) return new(new OAuthError("ticket_torn", "The ticket is torn.", 403));
        request.Context.ResponseMembers.Add("ticket_class", 2);
        return new(new Granted { User = new(ticket[4..]), Scope = request.Scope });
    }
}
