namespace OAuth2Server;

/// <summary>What is counted. The numbers are frozen: stores keep them. 10 is a ticket of a consent page that was answered.</summary>
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

    /// <summary>A user code, counted by the signed-in user who typed it (RFC 8628 §5.1).</summary>
    UserCodeOfUser = 5,

    /// <summary>A user's password, counted by account over all networks.</summary>
    PasswordOfAccount = 6,

    /// <summary>The names that were tried with a wrong password, counted by network.</summary>
    NamesOfNetwork = 7,

    /// <summary>A user's password that a confidential client sends without the address of its user, counted by account and
    /// client.</summary>
    PasswordAtClient = 8,

    /// <summary>A request for a device code, counted by client and network (RFC 8628 §3.1).</summary>
    DeviceRequest = 9,

    /// <summary>A request that a public client pushes, counted by client and network (RFC 9126 §2).</summary>
    PushedRequest = 11,

    /// <summary>A request object that is kept as if it was pushed, counted by client and network (RFC 9101 §5.1).</summary>
    RequestObject = 12,
}

/// <summary>The numbers of each kind.</summary>
internal static class AttemptLimits
{
    /// <summary>The time after which a count is cleared, and the length of the periods in which the wide counts are made.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    /// <summary>How many failures have no effect.</summary>
    internal static int Free(this AttemptKind kind) => kind switch
    {
        AttemptKind.PasswordOfAccount or AttemptKind.DeviceRequest => 50,
        AttemptKind.NamesOfNetwork => 100,
        // Many users of one client may have one address.
        AttemptKind.PushedRequest or AttemptKind.RequestObject => 500,
        // Above that of a network: a user who changes the network is not the first to be suspected.
        AttemptKind.UserCodeOfUser => 20,
        _ => 10,
    };

    /// <summary>True where further attempts get a turn each, after a short delay; false where the key is blocked for a time. A key that
    /// attackers share with the owner must not be blocked: otherwise they could lock the owner out.</summary>
    internal static bool IsPaced(this AttemptKind kind) =>
        kind is AttemptKind.PasswordOfAccount or AttemptKind.NamesOfNetwork;
}
