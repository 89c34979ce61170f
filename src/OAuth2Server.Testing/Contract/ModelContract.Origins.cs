using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IClientOriginModel"/>.</content>
public abstract partial class ModelContract
{
    private static readonly string[] SpaUris = ["https://spa.example.org/cb?a=%7E", "https://Second.example.org:443/cb", "https://third_one.example.org:8443/cb", "http://127.0.0.1:5000/cb", "com.example.spa:/cb"];

    /// <summary>The page of a browser client may read the answers to its own requests.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task The_origins_of_a_public_client_s_redirect_uris_are_known()
    {
        await using var store = await OpenWithSpaAsync();
        foreach (var origin in (string[])["https://spa.example.org", "https://second.example.org", "https://third_one.example.org:8443", "http://127.0.0.1:5000"])
            Promise(await IsOriginAsync(store, origin), $"IsClientOriginAsync is true for the origin of a public client's redirect URI: {origin}.");
    }

    /// <summary>Somebody registers https://spa.example.org.evil.example and reads what the page of https://spa.example.org may read.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task An_origin_that_is_only_like_a_client_s_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        string[] alike =
        [
            "https://spa.example.org.evil.example", "https://spa.example.or", "https://spa.example", "https://evil-spa.example.org", "https://spa.example.org:8443", "http://spa.example.org", "https://example.org",
            "https://thirdxone.example.org:8443", "https://third_one.example.org", "https://third_one.example.org:844", "http://127.0.0.1", "http://127.0.0.1:50", "http://127.0.0.1:50001", "https://unknown.example.org",
        ];
        foreach (var origin in alike)
            Promise(!await IsOriginAsync(store, origin), $"IsClientOriginAsync compares whole origins: {origin} is nobody's.");
    }

    /// <summary>An origin has a scheme, a host and perhaps a port; whatever else is asked for is nobody's, and no error.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task What_is_no_origin_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        foreach (var text in (string[])["null", "com.example.spa:", "com.example.spa:/cb", "https://", "https://spa.example.org/", "https://spa.example.org/cb", "HTTPS://SPA.EXAMPLE.ORG", "https://%", "https://___.example.org", .. Hostile])
            Promise(!await IsOriginAsync(store, text), $"IsClientOriginAsync is false for '{text}'.");
    }

    /// <summary>The secret of a confidential client has no place in a browser: no page is its client.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task The_origin_of_a_confidential_client_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        Promise(!await IsOriginAsync(store, WebOrigin.Of(store.Client.RedirectUris[0])!), "IsClientOriginAsync is false for the redirect URI of a confidential client.");
    }

    /// <summary>A client that gets nothing more needs no leave to read it.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task The_origin_of_a_disabled_client_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        Assert.SkipUnless(store.Fixture.DisableClient is not null, "The fixture has no DisableClient.");
        await store.Fixture.DisableClient!("spa");
        Promise(!await IsOriginAsync(store, "https://spa.example.org"), "IsClientOriginAsync is false for the redirect URI of a client that is disabled.");
    }

    private async Task<Store> OpenWithSpaAsync()
    {
        var store = await OpenAsync<IClientOriginModel>();
        await store.AddClientAsync(Store.NewClient("spa", ClientType.Public) with { RedirectUris = [.. SpaUris] });
        return store;
    }

    private static Task<bool> IsOriginAsync(Store store, string origin) => store.CallAsync(c => c.As<IClientOriginModel>().IsClientOriginAsync(origin, new TestOAuthRequest().At(store.Clock), default));
}
