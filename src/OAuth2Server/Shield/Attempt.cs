using System.Net;

namespace OAuth2Server;

/// <summary>What can be guessed. The numbers are frozen: stores keep them.</summary>
internal enum AttemptKind : byte
{
    /// <summary>A client's secret, counted by client and network (RFC 6749 §2.3.1).</summary>
    ClientSecret = 1,

    /// <summary>A user's password, counted by account and network (RFC 6749 §4.3.2).</summary>
    Password = 2,

    /// <summary>A user code, counted by network (RFC 8628 §5.1).</summary>
    UserCode = 3,

    /// <summary>Access to the introspection endpoint, counted by network (RFC 7662 §4).</summary>
    Introspection = 4,
}

/// <summary>One attempt at a secret that could be guessed.</summary>
/// <param name="Kind">What is verified.</param>
/// <param name="Name">The client or the account; the empty text where the network alone counts.</param>
/// <param name="RemoteAddress">Where the attempt comes from; null when that is not known.</param>
/// <param name="Store">Counts for several nodes together; null counts on this node alone.</param>
internal readonly record struct Attempt(AttemptKind Kind, string Name, IPAddress? RemoteAddress, IAttemptModel? Store)
{
    /// <summary>A user name longer than this has no account: no model of ours accepts one, and folding a long text costs an attacker
    /// nothing and the server much.</summary>
    internal const int MaxNameLength = 256;

    /// <summary>The key of the count.</summary>
    internal AttemptKey Key => AttemptKey.Of(Kind, Kind == AttemptKind.Password ? AttemptKey.Folded(Name) : Name, RemoteAddress);

    /// <summary>A right secret clears the count of its client or account. What is counted by network alone is not cleared: an attacker may
    /// also have secrets that are right.</summary>
    internal bool ClearsCount => Kind is AttemptKind.ClientSecret or AttemptKind.Password;

    /// <summary>The rule that limits attempts of this kind.</summary>
    internal string Rule => Kind switch
    {
        AttemptKind.ClientSecret => "RFC 6749 §2.3.1",
        AttemptKind.Password => "RFC 6749 §4.3.2",
        AttemptKind.UserCode => "RFC 8628 §5.1",
        _ => "RFC 7662 §4",
    };
}
