using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>A log without ASP.NET Core's own lines about each request.</summary>
internal sealed class QuietHosting(ILoggerFactory inner) : ILoggerFactory
{
    // Hosting.Diagnostics writes the URL of every request, query included, and with it the state and the sealed ticket:
    // an application that wants those lines has asked for them, and this library has no part in them.
    private const string RequestUrls = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public ILogger CreateLogger(string categoryName) => categoryName == RequestUrls ? NullLogger.Instance : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
    }
}
