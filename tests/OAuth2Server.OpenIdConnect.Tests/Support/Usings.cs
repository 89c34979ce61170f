global using OAuth2Server.Host.Tests;
