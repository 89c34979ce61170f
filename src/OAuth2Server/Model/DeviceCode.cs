namespace OAuth2Server;

/// <summary>A device code as it is saved (RFC 8628 §3.2), with the user code that goes with it.</summary>
/// <remarks>Its authorization is prepared when the device asks, without <see cref="Authorization.Subject"/>, and completed when the resource owner allows.</remarks>
public sealed record DeviceCode : Credential
{
    /// <summary>The hash of the user code in its normal form, eight capital letters; the key of the other look-up.</summary>
    public required SecretHash UserCodeHash { get; init; }

    /// <summary>What the resource owner has said so far.</summary>
    public DeviceCodeStatus Status { get; init; }

    /// <summary>How long the client must wait between two polls; it grows when the client does not (RFC 8628 §3.5).</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>When the client polled last, UTC; null before the first time.</summary>
    public DateTimeOffset? LastPolledAt { get; init; }
}
