using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.LoadBenchmark;

/// <summary>An API that verifies JWTs by the published keys, as if the server that issues them were another process: with this library's
/// handler, or with that of ASP.NET Core.</summary>
/// <param name="microsoft">True for <c>Microsoft.AspNetCore.Authentication.JwtBearer</c>.</param>
/// <param name="dpop">Whether the tokens can be bound to a key.</param>
internal sealed class IssuedJwts(bool microsoft, bool dpop = false) : IContender
{
    private readonly Product _issuer = new("memory", "") { Jwt = true, DPoP = dpop };

    public void AddServices(IServiceCollection services, string issuer)
    {
        _issuer.AddServices(services, issuer);
        if (microsoft)
        {
            services.AddAuthentication().AddJwtBearer("Remote", o =>
            {
                o.MetadataAddress = issuer + "/.well-known/oauth-authorization-server";
                o.RequireHttpsMetadata = false;
                o.MapInboundClaims = false;
                o.TokenValidationParameters.ValidAudience = Product.Resource;
                o.TokenValidationParameters.ValidTypes = ["at+jwt"];
                o.TokenValidationParameters.ValidAlgorithms = ["ES256"];
            });
            services.AddAuthorizationBuilder().AddPolicy("photos", policy => policy
                .AddAuthenticationSchemes("Remote").RequireAuthenticatedUser().RequireClaim("scope", Fixture.ReadScope));
        }
        else
        {
            services.AddAuthentication().AddOAuth2Bearer("Remote", o => (o.Authority, o.Resource) = (issuer, Product.Resource));
        }
    }

    public async Task MapAsync(WebApplication app)
    {
        await _issuer.MapServerAsync(app);
        var photos = app.MapGet("/photos", () => Photos.All);
        if (microsoft) photos.RequireAuthorization("photos");
        else photos.RequireAuthorization(policy => policy.AddAuthenticationSchemes("Remote").RequireAuthenticatedUser()
            .AddRequirements(new ScopeRequirement(Scope.Of([Fixture.ReadScope]))));
    }
}
