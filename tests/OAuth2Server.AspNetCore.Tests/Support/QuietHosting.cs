using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>A log without the lines of ASP.NET Core about each request.</summary>
internal sealed class QuietHosting(ILoggerFactory inner) : ILoggerFactory
{
    // Hosting.Diagnostics logs the URL of every request with its query, and so the state and the sealed ticket. These lines are not
    // those of this library.
    private const string RequestUrls = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public ILogger CreateLogger(string categoryName) =>
        categoryName == RequestUrls ? NullLogger.Instance : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
    }
}
