using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace OAuth2Server.LoadBenchmark;

/// <summary>What an application writes that has nothing but ASP.NET Core: a scheme of its own, with the claims of a token, and one policy.</summary>
internal sealed class SchemeBearer : IBearer
{
    private const string Scheme = "Bearer";

    public void AddServices(IServiceCollection services, TokenTable tokens)
    {
        services.AddSingleton(tokens);
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Handler>(Scheme, null);
        services.AddAuthorizationBuilder().AddPolicy("photos", p => p.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser().RequireClaim("scope", Fixture.ReadScope));
    }

    public void Map(WebApplication app, TokenTable tokens) => app.MapGet("/photos", () => Photos.All).RequireAuthorization("photos");

    internal sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenTable tokens)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var header = Request.Headers.Authorization.ToString();
            if (!header.StartsWith(InlineBearer.Prefix, StringComparison.Ordinal)) return Task.FromResult(AuthenticateResult.NoResult());
            if (!tokens.Has(header[InlineBearer.Prefix.Length..])) return Task.FromResult(AuthenticateResult.Fail("The access token is not valid."));
            var identity = new ClaimsIdentity([new("sub", Fixture.User), new("client_id", Fixture.ClientId), new("scope", Fixture.ReadScope)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme.Name)));
        }

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Task.CompletedTask;
        }
    }
}
