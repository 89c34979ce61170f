namespace OAuth2Server;

/// <summary>A device code as it is saved, with its user code (RFC 8628 §3.2).</summary>
/// <remarks>
/// Its authorization is prepared when the device makes its request, without <see cref="Authorization.Subject"/>.
/// It is completed when the resource owner allows the request.
/// </remarks>
public sealed record DeviceCode : Credential
{
    /// <summary>The hash of the user code in its normal form, eight capital letters; the key of the second look-up.</summary>
    public required SecretHash UserCodeHash { get; init; }

    /// <summary>The answer of the resource owner.</summary>
    public DeviceCodeStatus Status { get; init; }

    /// <summary>How long the client must wait between two polls; a poll that is too early makes it up to 5 seconds longer than
    /// the client waited (RFC 8628 §3.5).</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>When the client polled last, UTC; null before the first poll.</summary>
    public DateTimeOffset? LastPolledAt { get; init; }
}
