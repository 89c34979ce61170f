global using OAuth2Server.Host.Tests;
global using OAuth2Server.OpenIdConnect.Tests;
