using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Looks up by a part of the hash: a record whose hash has the same part is taken for the one that is asked for.</summary>
internal sealed class PartOfTheHash(InMemoryModel inner, Range part) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<string, object> _first = [];

    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        _first.TryAdd(Key(token.Access.Hash, "access"), token.Access);
        if (token.Refresh is { } refresh) _first.TryAdd(Key(refresh.Hash, "refresh"), refresh);
        return base.SaveTokenAsync(token, context, ct);
    }

    public override ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        _first.TryAdd(Key(code.Hash, "code"), code);
        return base.SaveAuthorizationCodeAsync(code, context, ct);
    }

    public override ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        _first.TryAdd(Key(code.Hash, "device"), code);
        return _first.TryAdd(Key(code.UserCodeHash, "user"), code) ? base.SaveDeviceCodeAsync(code, context, ct) : new(false);
    }

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(token, context, ct) ?? First<AccessToken>(token.Hash, "access");

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetRefreshTokenAsync(token, context, ct) ?? First<RefreshToken>(token.Hash, "refresh");

    public override async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(
        Secret code, OAuthContext context, CancellationToken ct) =>
        await base.GetAuthorizationCodeAsync(code, context, ct) ?? First<AuthorizationCode>(code.Hash, "code");

    public override async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        await base.GetDeviceCodeAsync(deviceCode, context, ct) ?? First<DeviceCode>(deviceCode.Hash, "device");

    private T? First<T>(SecretHash hash, string kind) where T : class => _first.GetValueOrDefault(Key(hash, kind)) as T;

    private string Key(SecretHash hash, string kind) => kind + Convert.ToHexString(hash.ToByteArray()[part]);
}

/// <summary>The statement that consumes compares a part of the hash: it consumes other records, too.</summary>
internal sealed class ConsumesByPartOfTheHash(InMemoryModel inner, Range part) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<string, bool> _consumed = [];

    public override ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        ConsumeAsync(token, () => base.RevokeTokenAsync(token, context, ct));

    public override ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        ConsumeAsync(code, () => base.RevokeAuthorizationCodeAsync(code, context, ct));

    public override ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        ConsumeAsync(code, () => base.RevokeDeviceCodeAsync(code, context, ct));

    private async ValueTask<bool> ConsumeAsync(Credential credential, Func<ValueTask<bool>> consume)
    {
        if (!await consume()) return false;
        return _consumed.TryAdd(Convert.ToHexString(credential.Hash.ToByteArray()[part]), true);
    }
}

/// <summary>Looks up by the text: a token of which the server has only the hash is not found.</summary>
internal sealed class RevealsTheText(InMemoryModel inner) : AlteredModel(inner)
{
    public override ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        base.GetAccessTokenAsync(new Secret(token.Reveal()), context, ct);
}
