using Duende.IdentityModel.Client;
using Duende.IdentityModel.OidcClient;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using OAuth2Server.Clients;

var results = await Task.WhenAll(
    Library.RunAsync("Duende.IdentityModel", typeof(TokenRequest), "NuGet", DuendeIdentityModel.CheckAsync),
    Library.RunAsync("Duende.IdentityModel", typeof(TokenRequest), "NuGet", DuendeProof.CheckAsync),
    Library.RunAsync("Duende.IdentityModel.OidcClient", typeof(OidcClient), "NuGet", DuendeOidcClient.CheckAsync),
    Library.RunAsync("Duende.IdentityModel.OidcClient", typeof(OidcClient), "NuGet", DuendeOidcClientProof.CheckAsync),
    Library.RunAsync("Microsoft.AspNetCore.Authentication.OAuth", typeof(OAuthOptions), ".NET", AspNetCoreOAuth.CheckAsync),
    Library.RunAsync(
        "Microsoft.AspNetCore.Authentication.OpenIdConnect", typeof(OpenIdConnectOptions), "NuGet", AspNetCoreOpenIdConnect.CheckAsync));
return results.All(passed => passed) ? 0 : 1;
