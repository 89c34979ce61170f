namespace OAuth2Server;

/// <summary>What the device authorization grant needs (RFC 8628).</summary>
public interface IDeviceCodeModel : IAuthorizationModel
{
    /// <summary>Saves a device code. The device is answered only after this has returned true.</summary>
    /// <param name="code">The hashes of both codes and what is asked for.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>False, with nothing saved, when another device code that is not expired has the same user code: another one is made then.</returns>
    ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct);

    /// <summary>Finds a device code by what the device holds, whatever was decided, also one that was consumed, until it expires.</summary>
    /// <param name="deviceCode">What was presented; look up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>The code; null when it is unknown or its authorization was revoked (<c>invalid_grant</c>). One that is found for some minutes more lets the client hear <c>expired_token</c>.</returns>
    ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct);

    /// <summary>Finds a device code by what the resource owner typed.</summary>
    /// <param name="userCode">The user code in its normal form; look up by its hash.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    /// <returns>The code, decided or not; null when it is unknown or its authorization was revoked.</returns>
    ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct);

    /// <summary>Records the resource owner's answer: one compare-and-swap of <see cref="DeviceCode.Status"/> from pending to allowed or denied.</summary>
    /// <param name="code">What <see cref="GetDeviceCodeByUserCodeAsync"/> gave.</param>
    /// <param name="granted">The completed authorization, which takes the place of the prepared one under the same id; null denies and leaves that one as it is.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    /// <returns>True for exactly one caller; false when it was decided already or its authorization was revoked.</returns>
    ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct);

    /// <summary>Records a poll: one compare-and-swap of <see cref="DeviceCode.LastPolledAt"/> from what was found to now, which sets <see cref="DeviceCode.Interval"/>, too.</summary>
    /// <param name="code">What <see cref="GetDeviceCodeAsync"/> gave.</param>
    /// <param name="interval">How long the client must wait from now on.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>False when another poll was recorded in between (<c>slow_down</c>).</returns>
    ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct);

    /// <summary>Consumes a device code: one compare-and-swap of <see cref="Credential.ConsumedAt"/> from null to now.</summary>
    /// <param name="code">What <see cref="GetDeviceCodeAsync"/> gave.</param>
    /// <param name="context">The request; its <see cref="OAuthContext.Now"/> is the time to set.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>True for exactly one caller; false when somebody else was first.</returns>
    ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct);
}
