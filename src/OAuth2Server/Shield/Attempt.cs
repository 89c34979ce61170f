using System.Net;

namespace OAuth2Server;

/// <summary>One attempt at a secret that could be guessed.</summary>
/// <param name="Kind">What is verified.</param>
/// <param name="Name">The client, the account or the user; the empty text where the network alone counts.</param>
/// <param name="RemoteAddress">Where the attempt comes from; null when that is not known.</param>
/// <param name="Store">Counts for several nodes together; null counts on this node alone.</param>
internal readonly record struct Attempt(AttemptKind Kind, string Name, IPAddress? RemoteAddress, IAttemptModel? Store)
{
    /// <summary>A user name longer than this has no account: no model of ours accepts one, and folding a long text costs an attacker
    /// nothing and the server much.</summary>
    internal const int MaxNameLength = 256;

    /// <summary>The client that took the password from its user, for <see cref="AttemptKind.PasswordAtClient"/>; otherwise empty.</summary>
    internal string ClientId { get; init; } = "";

    /// <summary>Where the attempt comes from.</summary>
    internal Network From => Kind switch
    {
        AttemptKind.PasswordAtClient => Network.OfUsersOf(ClientId),
        AttemptKind.UserCodeOfUser => default,
        _ => Network.Of(RemoteAddress),
    };

    /// <summary>True for a password, wherever it was typed.</summary>
    internal bool IsPassword => Kind is AttemptKind.Password or AttemptKind.PasswordAtClient;

    /// <summary>The key of the count.</summary>
    internal AttemptKey Key => AttemptKey.Of(Kind, IsPassword ? AttemptKey.Folded(Name) : Name, From);

    /// <summary>The key of the failures of a password's account over all networks, in this period.</summary>
    internal AttemptKey AccountKey(DateTimeOffset now) =>
        AttemptKey.OfPeriod(AttemptKind.PasswordOfAccount, AttemptKey.Folded(Name), default, now);

    /// <summary>The key of the names that failed in a password's network, in this period; null where the network of the user is not
    /// known.</summary>
    internal AttemptKey? NamesKey(DateTimeOffset now) =>
        Kind == AttemptKind.Password ? AttemptKey.OfPeriod(AttemptKind.NamesOfNetwork, "", From, now) : null;

    /// <summary>False for a name that no account has: it is too long, or has control characters (RFC 8265 §3.4.1). Nothing is counted or
    /// stored for it.</summary>
    internal bool IsPossible => Name.Length <= MaxNameLength && !(IsPassword && Name.Any(char.IsControl));

    /// <summary>A right secret clears the count of its client or account. What is counted by network or user alone is not cleared: an
    /// attacker may also have secrets that are right.</summary>
    internal bool ClearsCount => IsPassword || Kind == AttemptKind.ClientSecret;

    /// <summary>The rule that limits attempts of this kind.</summary>
    internal string Rule => Kind switch
    {
        AttemptKind.ClientSecret => "RFC 6749 §2.3.1",
        AttemptKind.Password or AttemptKind.PasswordAtClient => "RFC 6749 §4.3.2",
        AttemptKind.UserCode or AttemptKind.UserCodeOfUser => "RFC 8628 §5.1",
        AttemptKind.DeviceRequest => "RFC 8628 §3.1",
        AttemptKind.PushedRequest => "RFC 9126 §2",
        AttemptKind.RequestObject => "RFC 9101 §5.1",
        _ => "RFC 7662 §4",
    };
}
