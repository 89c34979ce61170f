using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IClientOriginModel"/>.</content>
public abstract partial class ModelContract
{
    private static readonly string[] SpaUris =
    [
        "https://spa.example.org/cb?a=%7E", "https://Second.example.org:443/cb", "https://third_one.example.org:8443/cb",
        "http://127.0.0.1:5000/cb", "http://[::1]/cb", "http://localhost:5000/cb", "com.example.spa:/cb",
    ];

    /// <summary>The page of a browser client may read the answers to its own requests.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task The_origins_of_a_public_client_s_redirect_uris_are_known()
    {
        await using var store = await OpenWithSpaAsync();
        string[] origins =
        [
            "https://spa.example.org", "https://second.example.org", "https://third_one.example.org:8443", "http://127.0.0.1:5000",
            "http://[::1]", "http://localhost:5000",
        ];
        foreach (var origin in origins)
        {
            Promise(
                await IsOriginAsync(store, origin),
                $"IsClientOriginAsync is true for the origin of a public client's redirect URI: {origin}.");
        }
    }

    /// <summary>RFC 8252 §7.3: a native client listens at the port that it gets, and may read the answers there too.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task Every_port_of_a_loopback_address_is_the_origin_of_a_client_that_registered_one()
    {
        await using var store = await OpenWithSpaAsync();
        foreach (var origin in (string[])["http://127.0.0.1", "http://127.0.0.1:50", "http://127.0.0.1:50001", "http://[::1]:4711"])
        {
            Promise(
                await IsOriginAsync(store, origin),
                $"IsClientOriginAsync is true for every port of a loopback address that a public client registered: {origin}.");
        }
    }

    /// <summary>The attacker who owns https://spa.example.org.evil.example gets no access to the client's answers.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task An_origin_that_is_only_like_a_client_s_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        string[] alike =
        [
            "https://spa.example.org.evil.example", "https://spa.example.or", "https://spa.example", "https://evil-spa.example.org",
            "https://spa.example.org:8443", "http://spa.example.org", "https://example.org", "https://thirdxone.example.org:8443",
            "https://third_one.example.org", "https://third_one.example.org:844", "https://127.0.0.1:5000", "http://127.0.0.2:5000",
            "http://127.0.0.11", "http://[::2]", "http://localhost", "http://localhost:50001", "https://unknown.example.org",
        ];
        foreach (var origin in alike)
            Promise(!await IsOriginAsync(store, origin), $"IsClientOriginAsync compares whole origins and is false for {origin}.");
    }

    /// <summary>An origin has a scheme, a host and perhaps a port. Every other text is false, and no error.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task What_is_no_origin_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        string[] texts =
        [
            "null", "com.example.spa:", "com.example.spa:/cb", "https://", "https://spa.example.org/", "https://spa.example.org/cb",
            "HTTPS://SPA.EXAMPLE.ORG", "https://%", "https://___.example.org", .. Hostile,
        ];
        foreach (var text in texts)
            Promise(!await IsOriginAsync(store, text), $"IsClientOriginAsync is false for '{text}', which is not the origin of a client.");
    }

    /// <summary>A confidential client does not run in a browser, where it could not keep its secret.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task The_origin_of_a_confidential_client_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        Promise(
            !await IsOriginAsync(store, WebOrigin.Of(store.Client.RedirectUris[0])!),
            "IsClientOriginAsync is false for the redirect URI of a confidential client.");
    }

    /// <summary>A disabled client gets no answers, so its pages need not read any.</summary>
    [Fact, Capability(typeof(IClientOriginModel))]
    public async Task The_origin_of_a_disabled_client_is_not_known()
    {
        await using var store = await OpenWithSpaAsync();
        Assert.SkipUnless(store.Fixture.DisableClient is not null, "The fixture has no DisableClient.");
        await store.Fixture.DisableClient!("spa");
        Promise(
            !await IsOriginAsync(store, "https://spa.example.org"),
            "IsClientOriginAsync is false for the redirect URI of a client that is disabled.");
    }

    private async Task<Store> OpenWithSpaAsync()
    {
        var store = await OpenAsync<IClientOriginModel>();
        await store.AddClientAsync(Store.NewClient("spa", ClientType.Public) with { RedirectUris = [.. SpaUris] });
        return store;
    }

    private static Task<bool> IsOriginAsync(Store store, string origin) =>
        store.CallAsync(c => c.As<IClientOriginModel>().IsClientOriginAsync(origin, new TestOAuthRequest().At(store.Clock), default));
}
