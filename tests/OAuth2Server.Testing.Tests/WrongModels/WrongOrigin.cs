namespace OAuth2Server.Testing.Tests;

/// <summary>Takes the beginning of a redirect URI for its origin.</summary>
internal sealed class ComparesPrefixes(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        WebOrigin.Of(origin) == origin && await GetClientAsync("spa", context, ct) is { } spa
        && spa.RedirectUris.Any(uri => uri.StartsWith(origin, StringComparison.OrdinalIgnoreCase) || spa.HasOrigin(origin));
}

/// <summary>Allows only the port of a loopback address that is registered, while a redirect may go to any port.</summary>
internal sealed class AllowsTheRegisteredPortOnly(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        await base.IsClientOriginAsync(origin, context, ct) && await GetClientAsync("spa", context, ct) is { } spa
        && spa.RedirectUris.Any(uri => WebOrigin.Of(uri) == origin);
}

/// <summary>Does not compare the end of an origin: the owner of a longer name gets access.</summary>
internal sealed class AllowsLongerNames(InMemoryModel inner) : RightModel(inner)
{
    private const string Spa = "https://spa.example.org";

    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        await base.IsClientOriginAsync(origin, context, ct)
        || (origin.StartsWith(Spa, StringComparison.Ordinal)
            && origin.EndsWith(".example", StringComparison.Ordinal)
            && await base.IsClientOriginAsync(Spa, context, ct));
}

/// <summary>Allows the origins of all clients.</summary>
internal sealed class AllowsConfidentialClients(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        await base.IsClientOriginAsync(origin, context, ct)
        || (await GetClientAsync("client", context, ct))?.RedirectUris.Any(uri => WebOrigin.Of(uri) == origin) == true;
}
