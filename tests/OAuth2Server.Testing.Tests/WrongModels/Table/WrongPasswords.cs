using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Testing.Tests;

/// <summary>Compares passwords in a form that takes two of them for one.</summary>
internal sealed class ComparesFoldedPasswords(InMemoryModel inner, Func<string, string> fold) : AlteredModel(inner), IKeepsPasswords
{
    // As hashes with a salt: the row is about the comparison.
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(16);
    private readonly ConcurrentDictionary<string, string> _kept = [];

    public void Keep(string username, string password) => _kept[username] = Hash(password);

    public override ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        new(_kept.GetValueOrDefault(username) == Hash(password.Reveal()) ? new User(username) : null);

    private string Hash(string password) => Convert.ToHexString(HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(fold(password))));
}

/// <summary>Keeps a hash of each password that has no salt.</summary>
internal sealed class KeepsUnsaltedHashes(InMemoryModel inner, Func<string, object> hash) : AlteredModel(inner), IKeepsPasswords
{
    private readonly ConcurrentDictionary<string, object> _kept = [];

    public void Keep(string username, string password) => _kept[username] = hash(password);
}

/// <summary>Keeps, for its log, the texts for which one of its functions found nothing.</summary>
internal sealed class KeepsMistypedTexts(InMemoryModel inner, string function) : AlteredModel(inner)
{
    private readonly ConcurrentBag<string> _log = [];

    public override ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        LogAsync(nameof(GetUserAsync), password, base.GetUserAsync(username, password, client, context, ct));

    public override ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        LogAsync(nameof(VerifyClientSecretAsync), secret, base.VerifyClientSecretAsync(client, secret, context, ct));

    public override ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        LogAsync(nameof(GetAccessTokenAsync), token, base.GetAccessTokenAsync(token, context, ct));

    public override ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        LogAsync(nameof(GetRefreshTokenAsync), token, base.GetRefreshTokenAsync(token, context, ct));

    public override ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        LogAsync(nameof(GetAuthorizationCodeAsync), code, base.GetAuthorizationCodeAsync(code, context, ct));

    public override ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        LogAsync(nameof(GetDeviceCodeAsync), deviceCode, base.GetDeviceCodeAsync(deviceCode, context, ct));

    public override ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) =>
        LogAsync(nameof(GetDeviceCodeByUserCodeAsync), userCode, base.GetDeviceCodeByUserCodeAsync(userCode, context, ct));

    private async ValueTask<T> LogAsync<T>(string called, Secret text, ValueTask<T> find)
    {
        var found = await find;
        if (called == function && found is null or false) _log.Add(text.Reveal());
        return found;
    }
}
