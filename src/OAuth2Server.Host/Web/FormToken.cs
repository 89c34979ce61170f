using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.Host;

/// <summary>The token in every form of the pages. Without it another site could post a form in the name of a signed-in user.</summary>
internal static class FormToken
{
    internal static void AddFormToken(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<PublicAddress>((options, address) =>
        {
            SessionCookie.Secure(options.Cookie, "form", address);
            options.FormFieldName = "form_token";
            // With a token in a header, a body that is not a form would pass this check, and the pages can read forms only.
            options.HeaderName = null;
            options.SuppressXFrameOptionsHeader = true;
        });
        LogUnreadableCookiesAsDebug(services);
    }

    // ASP.NET Core logs an error with a stack trace for each cookie that it cannot read, and an attacker can send any number of them.
    private static void LogUnreadableCookiesAsDebug(IServiceCollection services)
    {
        var implementation = services.Last(service => service.ServiceType == typeof(IAntiforgery)).ImplementationType!;
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var logging = new ErrorsAsDebug(provider.GetRequiredService<ILoggerFactory>());
            return (IAntiforgery)ActivatorUtilities.CreateInstance(provider, implementation, logging);
        }));
    }

    /// <summary>Loggers that write errors at the level debug, and everything else as it is.</summary>
    private sealed class ErrorsAsDebug(ILoggerFactory inner) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName));

        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public void Dispose()
        {
        }

        private sealed class Logger(ILogger inner) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

            public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(Lower(logLevel));

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var level = Lower(logLevel);
                inner.Log(level, eventId, state, exception, formatter);
            }

            private static LogLevel Lower(LogLevel level) => level == LogLevel.Error ? LogLevel.Debug : level;
        }
    }
}
