using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>The tokens and answers that are JSON Web Tokens.</summary>
internal static class OAuth2JwtTokenExtensions
{
    /// <summary>Adds the format of JWT access tokens (RFC 9068) and that of signed introspection answers (RFC 9701).</summary>
    internal static OAuth2Builder<TModel> AddJwtTokens<TModel>(this OAuth2Builder<TModel> server) where TModel : class, IOAuthModel =>
        server.AddAccessTokenFormat<JwtAccessTokenFormat>().AddIntrospectionFormat<JwtIntrospectionFormat>();
}
