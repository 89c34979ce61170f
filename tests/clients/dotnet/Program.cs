using Duende.IdentityModel.Client;
using Microsoft.AspNetCore.Authentication.OAuth;
using OAuth2Server.Clients;

var results = await Task.WhenAll(
    Library.RunAsync("Duende.IdentityModel", typeof(TokenRequest), "NuGet", DuendeIdentityModel.CheckAsync),
    Library.RunAsync("Microsoft.AspNetCore.Authentication.OAuth", typeof(OAuthOptions), ".NET", AspNetCoreOAuth.CheckAsync));
return results.All(passed => passed) ? 0 : 1;
