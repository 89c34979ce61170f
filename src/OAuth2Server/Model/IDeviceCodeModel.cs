namespace OAuth2Server;

/// <summary>What the device authorization grant needs (RFC 8628).</summary>
public interface IDeviceCodeModel : IAuthorizationModel
{
    /// <summary>Saves a device code. The server answers the device only after this function has returned true.</summary>
    /// <param name="code">The hashes of both codes and what the device requests.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// False, with nothing saved, when another device code that is not
    /// expired has the same user code: the server then makes a new user code.
    /// </returns>
    ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct);

    /// <summary>
    /// Finds a device code by the text that the device has, until it expires, in every status and also if it was consumed.
    /// </summary>
    /// <param name="deviceCode">The presented text; look it up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>
    /// The code; null when it is unknown or its authorization was revoked (<c>invalid_grant</c>).
    /// If the model finds an expired code for some minutes more, the client gets <c>expired_token</c>.
    /// </returns>
    ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct);

    /// <summary>Finds a device code by the user code that the resource owner typed.</summary>
    /// <param name="userCode">The user code in its normal form; look up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    /// <returns>The code, answered or not; null when it is unknown or its authorization was revoked.</returns>
    ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct);

    /// <summary>
    /// Records the answer of the resource owner: one compare-and-swap of <see cref="DeviceCode.Status"/> from pending to allowed or denied.
    /// </summary>
    /// <param name="code">The record that <see cref="GetDeviceCodeByUserCodeAsync"/> returned.</param>
    /// <param name="granted">
    /// The completed authorization, which replaces the prepared one under the same id; null denies, and the prepared one stays unchanged.
    /// </param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the browser disconnects.</param>
    /// <returns>True for exactly one caller; false when it was answered already or its authorization was revoked.</returns>
    ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct);

    /// <summary>
    /// Records a poll of a code that is neither denied, expired nor consumed: one compare-and-swap of <see cref="DeviceCode.LastPolledAt"/>
    /// from the found value to now, which also sets <see cref="DeviceCode.Interval"/>.
    /// </summary>
    /// <param name="code">The record that <see cref="GetDeviceCodeAsync"/> returned.</param>
    /// <param name="interval">How long the client must wait from now on.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>False when another poll was recorded in between: that one gets the answer, and this one <c>slow_down</c>.</returns>
    ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct);

    /// <summary>Consumes a device code: one compare-and-swap of <see cref="Credential.ConsumedAt"/> from null to now.</summary>
    /// <param name="code">The record that <see cref="GetDeviceCodeAsync"/> returned.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>True for exactly one caller; false when another caller was first, or the authorization was revoked.</returns>
    ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct);
}
