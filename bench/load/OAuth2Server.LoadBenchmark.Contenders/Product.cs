using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OAuth2Server.AspNetCore;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.LoadBenchmark;

/// <summary>This server as an application has it: the endpoints, a protected resource, and one of its models.</summary>
/// <param name="store"><c>memory</c>, <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="connection">The connection string of the database.</param>
internal sealed class Product(string store, string connection) : IContender
{
    /// <summary>The audience of JWTs.</summary>
    internal const string Resource = Fixture.Resource;

    private string _issuer = "";

    /// <summary>Whether access tokens are JWTs, signed with ES256.</summary>
    internal bool Jwt { get; init; }

    /// <summary>Whether tokens are bound to the key of a DPoP proof, if the request has one.</summary>
    internal bool DPoP { get; init; }

    /// <summary>Whether users sign in with OpenID Connect.</summary>
    internal bool OpenId { get; init; }

    public void AddServices(IServiceCollection services, string issuer)
    {
        _issuer = issuer;
        if (store == "memory")
        {
            services.AddSingleton(new InMemoryModel());
            Grants(services.AddOAuth2Server<InMemoryModel>(Set, ServiceLifetime.Singleton));
        }
        else
        {
            services.AddDbContextPool<BenchDb>(Use);
            Grants(services.AddOAuth2Server<EntityFrameworkModel<BenchDb>>(Set));
        }
        services.Configure<OAuth2AspNetCoreOptions>(o => o.LoginScheme = HeaderSignIn.Name);
        // Two schemes and no default: neither runs where it is not asked for.
        services.AddAuthentication()
            .AddOAuth2Bearer(o => o.Resource = Jwt ? Resource : null)
            .AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(HeaderSignIn.Name, null);
    }

    public async Task MapAsync(WebApplication app)
    {
        await MapServerAsync(app);
        app.MapGet("/photos", () => Photos.All).RequireScope(Fixture.ReadScope);
    }

    /// <summary>Maps the endpoints alone.</summary>
    internal async Task MapServerAsync(WebApplication app)
    {
        await FillAsync(app.Services);
        app.MapOAuth2Server("");
    }

    /// <summary>Makes the tables with the client and the consent, for a store floor.</summary>
    internal async Task MakeTablesAsync(string issuer)
    {
        var services = new ServiceCollection().AddLogging();
        AddServices(services, issuer);
        await using var provider = services.BuildServiceProvider();
        await FillAsync(provider);
    }

    private void Use(DbContextOptionsBuilder options)
    {
        if (store == "sqlite") options.UseSqlite(connection).UseOAuth2Sqlite();
        else options.UseNpgsql(connection, npgsql => npgsql.EnableRetryOnFailure());
    }

    private void Set(OAuth2ServerOptions options)
    {
        options.Issuer = _issuer;
        if (!Jwt) return;
        options.AccessTokenFormat = AccessTokenFormat.Jwt;
        options.Resources = [new() { Resource = Resource }];
        options.DefaultResource = Resource;
    }

    private void Grants<TModel>(OAuth2Builder<TModel> server)
        where TModel : class, IAuthorizationCodeModel, IRefreshTokenModel, IClientCredentialsModel, IAccessTokenModel, ISigningKeyModel
    {
        server.AddAuthorizationCode().AddRefreshToken().AddClientCredentials();
        if (Jwt) server.AddJwt();
        if (DPoP) server.AddDPoP();
        if (OpenId) server.AddOpenIdConnect();
    }

    private async Task FillAsync(IServiceProvider services)
    {
        var client = new Client
        {
            Id = Fixture.ClientId,
            Type = ClientType.Confidential,
            GrantTypes = ["authorization_code", "refresh_token", "client_credentials"],
            RedirectUris = [Fixture.RedirectUri],
            Scope = Scope.Parse(OpenId ? "openid " + Fixture.Scope : Fixture.Scope),
        };
        await using var scope = services.CreateAsyncScope();
        if (store == "memory")
        {
            scope.ServiceProvider.GetRequiredService<InMemoryModel>().AddClient(client, Fixture.Secret);
        }
        else
        {
            await scope.ServiceProvider.GetRequiredService<BenchDb>().Database.EnsureCreatedAsync();
            await scope.ServiceProvider.GetRequiredService<EntityFrameworkModel<BenchDb>>().SaveClientAsync(client, Fixture.Secret);
        }
        var consent = new Consent
        {
            Issuer = _issuer,
            Subject = Fixture.User,
            ClientId = client.Id,
            Scope = client.Scope,
            GrantedAt = TimeProvider.System.GetUtcNow(),
        };
        await scope.ServiceProvider.GetRequiredService<IConsentModel>().SaveConsentAsync(consent, null, default);
    }
}
