global using OAuth2Server.Tests.Support;
