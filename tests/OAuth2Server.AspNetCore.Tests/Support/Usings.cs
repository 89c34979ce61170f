global using OAuth2Server.AspNetCore.Tests.Support;
global using System.Net;
global using Microsoft.AspNetCore.Builder;
global using Microsoft.AspNetCore.Http;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.Extensions.Logging;
global using Endpoint = OAuth2Server.Tests.Support.Endpoint;
