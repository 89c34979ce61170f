namespace OAuth2Server.Tests.Rfc9068;

/// <summary>Servers that issue JWTs.</summary>
internal static class JwtServers
{
    internal const string Default = "https://default.example.com";

    /// <summary>Every access token is a JWT; one without a resource is for <see cref="Default"/>.</summary>
    internal static void EveryToken(Setup setup)
    {
        setup.Jwt = new();
        (setup.Options.AccessTokenFormat, setup.Options.DefaultResource) = (AccessTokenFormat.Jwt, Default);
        setup.Resource = Default;
    }

    /// <summary>The resource server of a token, as which it is introspected.</summary>
    internal static void Registered(Setup setup, params ProtectedResource[] resources)
    {
        setup.Jwt = new();
        setup.Options.Resources = resources;
    }
}
