using System.Collections.Concurrent;
using System.Security.Cryptography;
using OAuth2Server;

/// <summary>The owner of a ticket and the number of the seat.</summary>
public sealed record Holder(string Id, string Seat);

/// <summary>Sells tickets and redeems each of them once. It keeps hashes only, as a store should.</summary>
public sealed class BoxOffice
{
    private readonly ConcurrentDictionary<SecretHash, Holder> _sold = new();

    public string Sell(Holder holder)
    {
        var ticket = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _sold[SecretHash.Of(ticket)] = holder;
        return ticket;
    }

    public Holder? Redeem(Secret ticket) => _sold.TryRemove(ticket.Hash, out var holder) ? holder : null;
}
