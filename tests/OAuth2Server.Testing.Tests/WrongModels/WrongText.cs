using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>The collation of many databases: case is ignored.</summary>
internal sealed class IgnoresCase(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        await base.GetClientAsync(clientId, context, ct) ?? await base.GetClientAsync(clientId.ToLowerInvariant(), context, ct);
}

/// <summary>The comparison of many databases: trailing spaces are ignored.</summary>
internal sealed class IgnoresTrailingSpaces(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        await base.GetClientAsync(clientId, context, ct) ?? await base.GetClientAsync(clientId.TrimEnd(' '), context, ct);
}

/// <summary>Revokes by an id whose case is ignored: other authorizations are revoked, too.</summary>
internal sealed class RevokesIgnoringCase(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, bool> _ids = [];

    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        _ids[token.Access.Authorization.Id] = true;
        return base.SaveTokenAsync(token, context, ct);
    }

    public override async ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        foreach (var id in _ids.Keys.Append(authorizationId).Where(id => id.Equals(authorizationId, StringComparison.OrdinalIgnoreCase)))
            await base.RevokeAuthorizationAsync(id, context, ct);
    }
}

/// <summary>A cache by the text of the token: an attacker who reads the cache has valid tokens.</summary>
internal sealed class KeepsTheText(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, string> _seen = [];

    public override ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        _seen[token.Reveal()] = context.Issuer;
        return base.GetAccessTokenAsync(token, context, ct);
    }
}

/// <summary>The same in base64, for refresh tokens.</summary>
internal sealed class KeepsTheTextEncoded(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentBag<string> _seen = [];

    public override ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        _seen.Add(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(token.Reveal())));
        return base.GetRefreshTokenAsync(token, context, ct);
    }
}

/// <summary>A column for each known property: the others are lost.</summary>
internal sealed class DropsUnknownProperties(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        base.SaveTokenAsync(token with { Access = token.Access with { Properties = Known(token.Access.Properties) } }, context, ct);

    private static Properties Known(Properties all) => all["acr"] is { } acr ? Properties.Empty.With("acr", acr) : Properties.Empty;
}

/// <summary>A column that keeps milliseconds.</summary>
internal sealed class KeepsMilliseconds(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        base.SaveTokenAsync(token with { Access = token.Access with { ExpiresAt = Cut(token.Access.ExpiresAt) } }, context, ct);

    private static DateTimeOffset Cut(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
