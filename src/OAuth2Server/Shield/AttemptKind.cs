namespace OAuth2Server;

/// <summary>What can be guessed. The numbers are frozen: stores keep them.</summary>
internal enum AttemptKind : byte
{
    /// <summary>A client's secret, by client and network (RFC 6749 §2.3.1).</summary>
    ClientSecret = 1,

    /// <summary>A user's password, by account and network (RFC 6749 §4.3.2).</summary>
    Password = 2,

    /// <summary>A user code, by network (RFC 8628 §5.1).</summary>
    UserCode = 3,

    /// <summary>Access to the introspection endpoint, by network (RFC 7662 §4).</summary>
    Introspection = 4,
}
