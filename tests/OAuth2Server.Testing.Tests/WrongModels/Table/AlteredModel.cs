namespace OAuth2Server.Testing.Tests;

/// <summary>The model in memory with every capability; a row of the tables alters one thing that it gives or takes.</summary>
internal partial class AlteredModel(InMemoryModel inner) : RightDeviceModel(inner), IPasswordModel, IUserModel
{
    public Func<AccessToken, AccessToken?>? FoundAccess { get; init; }

    public Func<RefreshToken, RefreshToken?>? FoundRefresh { get; init; }

    public Func<AuthorizationCode, AuthorizationCode?>? FoundCode { get; init; }

    public Func<DeviceCode, DeviceCode?>? FoundDevice { get; init; }

    public Func<DeviceCode, DeviceCode?>? FoundByUserCode { get; init; }

    public Func<Client, Client?>? FoundClient { get; init; }

    public Func<Consent, Consent?>? FoundConsent { get; init; }

    /// <summary>In every record.</summary>
    public Func<Authorization, Authorization>? FoundAuthorization { get; init; }

    /// <summary>The id as it is written into the table of tombstones.</summary>
    public Func<string, string>? RevokedId { get; init; }

    /// <summary>What an exchange saves.</summary>
    public Func<Token, Token>? Successor { get; init; }

    public override ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(GetClientAsync), () => AlterAsync(base.GetClientAsync(clientId, context, ct), FoundClient), ct);

    public override ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        AlterAsync(base.GetAccessTokenAsync(token, context, ct), found =>
        {
            found = found with { Authorization = FoundAuthorization?.Invoke(found.Authorization) ?? found.Authorization };
            return FoundAccess is null ? found : FoundAccess(found);
        });

    public override ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        AlterAsync(base.GetRefreshTokenAsync(token, context, ct), found => Altered(found, FoundRefresh));

    public override ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        AlterAsync(base.GetAuthorizationCodeAsync(code, context, ct), found => Altered(found, FoundCode));

    public override ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(GetDeviceCodeAsync), () =>
            AlterAsync(base.GetDeviceCodeAsync(deviceCode, context, ct), found => Altered(found, FoundDevice)), ct);

    public override ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(GetDeviceCodeByUserCodeAsync), () =>
            AlterAsync(
                base.GetDeviceCodeByUserCodeAsync(userCode, context, ct), found => Altered(found, FoundByUserCode ?? FoundDevice)), ct);

    public override ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) =>
        AnswerAsync(nameof(GetConsentAsync), () => AlterAsync(base.GetConsentAsync(issuer, subject, clientId, ct), FoundConsent), ct);

    public override ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        base.RevokeAuthorizationAsync(RevokedId?.Invoke(authorizationId) ?? authorizationId, context, ct);

    public override ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(consumed, Successor?.Invoke(successor) ?? successor, replay, context, ct);

    public virtual ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(GetUserAsync), () => Inner.GetUserAsync(username, password, client, context, ct), ct);

    public virtual ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(GetUserByIdAsync), () => Inner.GetUserByIdAsync(subject, client, context, ct), ct);

    private T? Altered<T>(T found, Func<T, T?>? alter) where T : Credential
    {
        if (FoundAuthorization is { } inside) found = found with { Authorization = inside(found.Authorization) };
        return alter is null ? found : alter(found);
    }

    private static async ValueTask<T?> AlterAsync<T>(ValueTask<T?> find, Func<T, T?>? alter) where T : class =>
        await find is not { } found ? null : alter is null ? found : alter(found);
}
