namespace OAuth2Server;

/// <summary>The answer of the resource owner to a device's request (RFC 8628 §3.3).</summary>
public enum DeviceCodeStatus
{
    /// <summary>No answer yet.</summary>
    Pending,

    /// <summary>Allowed: the next poll gets tokens.</summary>
    Allowed,

    /// <summary>Denied; this does not change any more.</summary>
    Denied,
}
