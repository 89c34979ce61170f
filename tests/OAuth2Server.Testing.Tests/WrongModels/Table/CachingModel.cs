using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Keeps the answers of one function, also null.</summary>
internal sealed class CachingModel(InMemoryModel inner, string function, bool keepsNull = false) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<object, object?> _answers = [];

    public override ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        OnceAsync(nameof(GetClientAsync), clientId, () => base.GetClientAsync(clientId, context, ct));

    public override ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        OnceAsync(nameof(IsClientOriginAsync), origin, () => base.IsClientOriginAsync(origin, context, ct));

    public override ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        OnceAsync(nameof(GetAccessTokenAsync), token.Hash, () => base.GetAccessTokenAsync(token, context, ct));

    public override ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        OnceAsync(nameof(GetRefreshTokenAsync), token.Hash, () => base.GetRefreshTokenAsync(token, context, ct));

    public override ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        OnceAsync(nameof(GetAuthorizationCodeAsync), code.Hash, () => base.GetAuthorizationCodeAsync(code, context, ct));

    public override ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        OnceAsync(nameof(GetDeviceCodeAsync), deviceCode.Hash, () => base.GetDeviceCodeAsync(deviceCode, context, ct));

    public override ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) => OnceAsync(
        nameof(GetConsentAsync), (issuer, subject, clientId), () => base.GetConsentAsync(issuer, subject, clientId, ct));

    public override ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) =>
        OnceAsync(nameof(GetConsentsAsync), (issuer, subject), () => base.GetConsentsAsync(issuer, subject, ct));

    public override ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) => OnceAsync(
        nameof(GetUserAsync), (username, password.Hash), () => base.GetUserAsync(username, password, client, context, ct));

    public override ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        OnceAsync(nameof(GetUserByIdAsync), subject, () => base.GetUserByIdAsync(subject, client, context, ct));

    private async ValueTask<T> OnceAsync<T>(string called, object key, Func<ValueTask<T>> find)
    {
        if (called != function) return await find();
        if (_answers.TryGetValue(key, out var kept)) return (T)kept!;
        var found = await find();
        var isNothing = found is null or false;
        if (isNothing == keepsNull) _answers[key] = found;
        return found;
    }
}
