namespace OAuth2Server;

/// <summary>What the resource owner has said to a device's request so far (RFC 8628 §3.3).</summary>
public enum DeviceCodeStatus
{
    /// <summary>Nothing yet.</summary>
    Pending,

    /// <summary>Yes: the next poll gets tokens.</summary>
    Allowed,

    /// <summary>No, for good.</summary>
    Denied,
}
