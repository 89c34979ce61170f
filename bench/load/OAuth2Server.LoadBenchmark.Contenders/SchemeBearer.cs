using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace OAuth2Server.LoadBenchmark;

/// <summary>An application that uses ASP.NET Core alone: a scheme of its own, with the claims of a token, and one policy.</summary>
internal sealed class SchemeBearer : IBearer
{
    private const string Scheme = "Bearer";

    public void AddServices(IServiceCollection services, ITokens tokens)
    {
        services.AddSingleton(tokens);
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Handler>(Scheme, null);
        services.AddAuthorizationBuilder().AddPolicy("photos", policy => policy
            .AddAuthenticationSchemes(Scheme)
            .RequireAuthenticatedUser()
            .RequireClaim("scope", Fixture.ReadScope));
    }

    public void Map(WebApplication app, ITokens tokens) => app.MapGet("/photos", () => Photos.All).RequireAuthorization("photos");

    internal sealed class Handler(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokens tokens)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var header = Request.Headers.Authorization.ToString();
            if (!header.StartsWith(InlineBearer.Prefix, StringComparison.Ordinal)) return AuthenticateResult.NoResult();
            if (await tokens.FindAsync(header[InlineBearer.Prefix.Length..]) is not { } holder)
                return AuthenticateResult.Fail("The access token is not valid.");
            Claim[] claims = [new("sub", holder.Subject), new("client_id", holder.ClientId), new("scope", holder.Scope)];
            return AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
        }

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Task.CompletedTask;
        }
    }
}
