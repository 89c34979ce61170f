global using Parameters = (string Name, string Value)[];
global using OAuth2Server.Tests.Support;
global using Microsoft.Extensions.Time.Testing;
