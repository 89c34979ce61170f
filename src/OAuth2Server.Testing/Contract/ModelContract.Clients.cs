using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IOAuthModel.GetClientAsync"/>.</content>
public abstract partial class ModelContract
{
    // Every character that a client id may have (RFC 6749 §A.1).
    private static readonly string EveryVsChar = new([.. Enumerable.Range(0x20, 0x7E - 0x20 + 1).Select(c => (char)c)]);

    private const string Jwks =
        """{"keys":[{"kty":"EC","crv":"P-256","kid":"\u00fc/1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FE"}]}""";

    // Texts that mean something to a query language, a pattern or a path: to a model they are unknown ids.
    private static readonly string[] Hostile =
        ["' OR '1'='1", "\"; DROP TABLE clients; --", "%", "_", "*", "c%", "../client", "client\\", "", " ", "null", "0", "-1"];

    /// <summary>The protocol reads what was registered.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_registered_client_is_found_as_it_was_registered()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var found = await store.CallAsync(c => c.FindClientAsync(store.Client.Id));

        Promise(found is not null, "GetClientAsync gives the client that was registered.");
        Assert.Equal(store.Client.Id, found!.Id);
        Assert.Equal(store.Client.Type, found.Type);
        Assert.Equal(store.Client.Scope, found.Scope);
        Assert.Equal(store.Client.GrantTypes.Order(StringComparer.Ordinal), found.GrantTypes.Order(StringComparer.Ordinal));
        Assert.Equal(store.Client.RedirectUris.AsEnumerable(), found.RedirectUris);
    }

    /// <summary>The lifetimes, methods and rules of a client are as the operator registered them.</summary>
    /// <remarks>A fixture whose store has no place for a member throws <see cref="NotSupportedException"/>: the test is then
    /// skipped.</remarks>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_client_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var full = FullClient(Long("client"));
        var other = full with
        {
            Id = full.Id + "x",
            AccessTokenLifetime = null,
            RefreshTokenLifetime = TimeSpan.FromTicks(1),
            AuthenticationMethods = [],
            RequirePkce = true,
            AccessTokenFormat = AccessTokenFormat.Opaque,
            IntrospectionSignedResponseAlg = null,
            Properties = Properties.Empty,
            DisplayName = null,
        };
        foreach (var client in (Client[])[full, other, .. WithKeys(other)])
        {
            await store.AddClientAsync(client, Texts.Random());
            Same.Record(client, await store.CallAsync(c => c.FindClientAsync(client.Id)));
        }
        Promise(
            await store.CallAsync(c => c.FindClientAsync(full.Id[..^1])) is null,
            "GetClientAsync compares whole ids and gives null for one that is a character shorter.");
    }

    /// <summary>A client that cannot keep a secret has the type public.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_public_client_is_found_as_a_public_client()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        await store.AddClientAsync(Store.NewClient("app", ClientType.Public));

        var found = await store.CallAsync(c => c.FindClientAsync("app"));
        Assert.Equal(ClientType.Public, found?.Type);
    }

    /// <summary>Null is <c>invalid_client</c>. An exception would be <c>server_error</c>, which no request may cause.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task An_unknown_client_id_is_null_and_never_an_error()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        foreach (var id in (string[])["unknown", new('x', 20_000), EveryVsChar, .. Hostile])
        {
            var found = await store.CallAsync(c => c.FindClientAsync(id));
            Promise(found is null, $"GetClientAsync gives null for an unknown id, also for '{id[..Math.Min(id.Length, 40)]}'.");
        }
    }

    /// <summary>Client ids are compared ordinally; the collation of a database often ignores case.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_client_id_in_another_case_is_another_client()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        Promise(
            await store.CallAsync(c => c.FindClientAsync("CLIENT")) is null,
            "GetClientAsync compares ids ordinally and gives null for 'CLIENT' when only 'client' is registered.");

        await store.AddClientAsync(Store.NewClient("CLIENT", ClientType.Public));
        Assert.Equal(("client", ClientType.Confidential), await WhoIsAsync(store, "client"));
        Assert.Equal(("CLIENT", ClientType.Public), await WhoIsAsync(store, "CLIENT"));
    }

    /// <summary>Many databases ignore trailing spaces when they compare; a space is a legal character of a client id.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_space_at_either_end_makes_another_client_id()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        foreach (var id in (string[])["client ", " client", "client  "])
        {
            Promise(
                await store.CallAsync(c => c.FindClientAsync(id)) is null,
                $"GetClientAsync compares ids ordinally and gives null for '{id}' when only 'client' is registered.");
        }

        await store.AddClientAsync(Store.NewClient("client ", ClientType.Public));
        Assert.Equal(("client ", ClientType.Public), await WhoIsAsync(store, "client "));
        Assert.Equal(("client", ClientType.Confidential), await WhoIsAsync(store, "client"));
    }

    /// <summary>RFC 6749 §A.1: a client id may have every visible ASCII character, and spaces.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_client_id_may_have_every_legal_character()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        string[] ids =
            [EveryVsChar, "https://client.example.com/a?b=c&d=%20#x", "it's \"quoted\" %41 \\ `tick` {0} $1", new('L', 200)];
        foreach (var id in ids) await store.AddClientAsync(Store.NewClient(id, ClientType.Public));
        foreach (var id in ids) Assert.Equal((id, ClientType.Public), await WhoIsAsync(store, id));
    }

    /// <summary>A disabled client is not found, like an unknown one.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_disabled_client_is_null()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        Assert.SkipUnless(store.Fixture.DisableClient is not null, "The fixture has no DisableClient.");
        await store.AddClientAsync(Store.NewClient("other"), Texts.Random());

        await store.Fixture.DisableClient!("client");
        Promise(await store.CallAsync(c => c.FindClientAsync("client")) is null, "GetClientAsync gives null for a disabled client.");
        Promise(
            await store.CallAsync(c => c.FindClientAsync("other")) is not null,
            "GetClientAsync still gives the other clients when one is disabled.");
    }

    // A client has keys or their address; a certificate has one of these names.
    private static IEnumerable<Client> WithKeys(Client client)
    {
        CertificateSubject[] subjects =
        [
            new(CertificateSubjectKind.DnsName, "client.example.com"), new(CertificateSubjectKind.Uri, "spiffe://example.com/client?a=%7E"),
            new(CertificateSubjectKind.IpAddress, "2001:db8::1"), new(CertificateSubjectKind.Email, "Client@example.com"),
        ];
        return subjects.Select((subject, i) => client with
        {
            Id = $"{client.Id}{i}",
            Jwks = null,
            JwksUri = LongUri("jwks", 2000),
            TlsClientAuth = subject,
            TokenEndpointAuthSigningAlg = null,
            AcceptsEndpointAudience = false,
            TlsClientCertificateBoundAccessTokens = false,
            DPoPBoundAccessTokens = false,
            RequirePushedAuthorizationRequests = false,
            RequireSignedRequestObject = false,
            RequestObjectSigningAlg = null,
        });
    }

    private static Client FullClient(string id) => Store.NewClient(id) with
    {
        DisplayName = "Jürgen's \"photos\" 🙂 <b>",
        AuthenticationMethods = ["client_secret_post", "client_secret_basic"],
        GrantTypes = ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token", "https://example.com/grants/" + Long("grant")],
        RedirectUris = [LongUri("second", 2000), "https://app.example.com/a,b;c?d=%20", "com.example.app:/cb", "exampleapp:/cb"],
        Scope = Scope.Of("b", "a", "A", Long("scope")),
        AccessTokenLifetime = TimeSpan.FromTicks(600_000_001),
        RefreshTokenLifetime = TimeSpan.FromDays(3),
        RequirePkce = false,
        AnyLocalhostPort = true,
        SchemesWithoutDot = true,
        FirstParty = true,
        AccessTokenFormat = AccessTokenFormat.Jwt,
        IntrospectionSignedResponseAlg = "ES256",
        Jwks = Jwks,
        TokenEndpointAuthSigningAlg = "ES256",
        AcceptsEndpointAudience = true,
        TlsClientAuth = new(CertificateSubjectKind.DistinguishedName, "CN=Jürgen \\\"x\\\", O=a+OU=b, C=DE"),
        TlsClientCertificateBoundAccessTokens = true,
        DPoPBoundAccessTokens = true,
        RequirePushedAuthorizationRequests = true,
        RequireSignedRequestObject = true,
        RequestObjectSigningAlg = "PS256",
        Properties = LongData().With("owner", "").With("ünï", "a\r\nb"),
    };

    private static async Task<(string?, ClientType?)> WhoIsAsync(Store store, string id)
    {
        var found = await store.CallAsync(c => c.FindClientAsync(id));
        return (found?.Id, found?.Type);
    }
}
