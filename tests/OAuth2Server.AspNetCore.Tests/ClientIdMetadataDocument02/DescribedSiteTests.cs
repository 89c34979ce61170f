using System.Text.Json.Nodes;
using OAuth2Server.Jwt;
using OAuth2Server.Jwt.Tests.ClientIdMetadataDocument02;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.ClientIdMetadataDocument02;

/// <summary>An application whose clients describe themselves, and the web server that has the document and the keys of one.</summary>
public abstract class DescribedSiteTests : SiteTests, IAsyncLifetime
{
    private protected const string Id = DocumentServer.ClientId;
    private protected const string Back = DocumentServer.Origin + "/back";
    private protected const string Other = DocumentServer.Origin + "/other";

    private int _count;

    private protected DocumentServer Server { get; private set; } = null!;

    /// <summary>The document at the address of the client.</summary>
    private protected JsonObject Document { get; } = new()
    {
        ["client_id"] = Id,
        ["client_name"] = "Assistant",
        ["redirect_uris"] = new JsonArray(Back, Other),
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
    };

    /// <summary>The key that is published beside it.</summary>
    private protected TestIssuer Key { get; } = new();

    private protected static Parameters Request { get; } =
        Known.Authorization.With("client_id", Id).With("redirect_uri", Back).With("scope", "read");

    public async ValueTask InitializeAsync()
    {
        Server = await DocumentServer.StartAsync(Setup.Clock);
        Server.Answer = http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.Headers.CacheControl = "max-age=60";
            return http.Response.WriteAsync(
                http.Request.Path == "/jwks" ? TestIssuer.KeySet(Key.Jwk()) : Document.ToJsonString(), http.RequestAborted);
        };
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Site StartDescribed()
    {
        var documents = Server.Documents();
        return Start(server: services => services.AddSingleton(documents)
            .AddOAuth2Server(new Model(Server, documents), o =>
            {
                o.Issuer = Known.Issuer;
                o.AuthorizationCodeLifetime = TimeSpan.FromMinutes(10);
            })
            .AddAuthorizationCode().AddRefreshToken().AddPrivateKeyJwt().AddClientIdMetadataDocuments()
            .ConfigureOutbound(o => o.AllowPrivateAddressesOfSelfRegistered = true));
    }

    /// <summary>Lets the client sign; as clients write it that name all that they can do.</summary>
    private protected void PublishKeys(bool isInline = false)
    {
        Document["token_endpoint_auth_methods_supported"] = new JsonArray("none", "private_key_jwt");
        if (isInline) Document["jwks"] = JsonNode.Parse(TestIssuer.KeySet(Key.Jwk()));
        else Document["jwks_uri"] = DocumentServer.Origin + "/jwks";
    }

    /// <summary>Lets the document that is kept become old, so that the next request waits for the one that is there now.</summary>
    private protected void LetBecomeOld() => Setup.Clock.Advance(TimeSpan.FromMinutes(3));

    private protected static async Task<string> CodeAsync(Site site, Parameters? request = null)
    {
        var browser = new Browser(site);
        var answer = await browser.GetAsync(AuthorizeUrl(request ?? Request));
        return (await browser.WalkAsync(answer, ScriptedConsent.ByAlice)).MustGiveCode().Code;
    }

    private protected static Task<Answer> TokenAsync(Site site, Parameters form) => FormAsync(site, "/oauth2/token", form);

    /// <summary>The token request for a code, without the proof of the client.</summary>
    private protected static Parameters Redemption(string code) => Known.Redemption(code).With("redirect_uri", Back).Without("client_id");

    private protected static Parameters Named(Parameters form) => form.With("client_id", Id);

    /// <summary>The form with an assertion, of which some claims are changed; a null takes a claim away.</summary>
    private protected Parameters Signed(Parameters form, TestIssuer? key = null, params (string Name, JsonNode? Value)[] changes)
    {
        var (now, signer) = (Setup.Clock.GetUtcNow().ToUnixTimeSeconds(), key ?? Key);
        var claims = new JsonObject
        {
            ["iss"] = Id, ["sub"] = Id, ["aud"] = Known.Issuer, ["jti"] = $"j{++_count}", ["iat"] = now, ["exp"] = now + 60,
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value.DeepClone();
        }
        var header = new JsonObject { ["alg"] = signer.Algorithm, ["kid"] = signer.KeyId, ["typ"] = "client-authentication+jwt" };
        return
        [
            .. form, ("client_assertion_type", PrivateKeyJwt.AssertionType), ("client_assertion", signer.Sign(header, claims)),
        ];
    }

    private sealed class Model(DocumentServer server, ClientIdMetadataDocuments documents) : InMemoryModel(server.Clock)
    {
        // The keys are beside the document, on this machine too.
        public override async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
            await documents.FindAsync(clientId, context, ct) is { } client
                ? client with { JwksUri = client.JwksUri is { } uri ? server.AddressOf(uri) : null }
                : null;

        public override ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
            new(new User(subject));
    }
}
