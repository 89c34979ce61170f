namespace OAuth2Server.Testing.Tests;

/// <summary>Takes the beginning of a redirect URI for its origin.</summary>
internal sealed class ComparesPrefixes(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        WebOrigin.Of(origin) == origin && await GetClientAsync("spa", context, ct) is { } spa
        && spa.RedirectUris.Any(uri => uri.StartsWith(origin, StringComparison.OrdinalIgnoreCase) || origin == WebOrigin.Of(uri));
}

/// <summary>Forgets that an origin must end: whoever owns a longer name is let in.</summary>
internal sealed class LetsLongerNamesIn(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        await base.IsClientOriginAsync(origin, context, ct)
        || (origin.StartsWith("https://spa.example.org", StringComparison.Ordinal) && origin.EndsWith(".example", StringComparison.Ordinal) && await base.IsClientOriginAsync("https://spa.example.org", context, ct));
}

/// <summary>Every client is a browser's.</summary>
internal sealed class AllowsConfidentialClients(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        await base.IsClientOriginAsync(origin, context, ct) || (await GetClientAsync("client", context, ct))?.RedirectUris.Any(uri => WebOrigin.Of(uri) == origin) == true;
}
