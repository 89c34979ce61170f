using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.Host;

/// <summary>The token in every form of the pages. Without it another site could post a form in the name of a signed-in user.</summary>
/// <remarks>
/// A token belongs to a browser and to the user who was signed in when the page was made. The token of an open page is not valid
/// any more after a sign-in or sign-out in another tab. Such a form changes nothing, and its page answers it
/// (<see cref="IFormPage"/>).
/// </remarks>
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

    /// <summary>Checks the token of every form of every page, in place of the check of Razor Pages.</summary>
    internal static void CheckIn(RazorPagesOptions options)
    {
        options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute { Order = int.MaxValue });
        options.Conventions.ConfigureFilter(new TypeFilterAttribute(typeof(Check)));
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

    private sealed class Check(IAntiforgery antiforgery) : IAsyncPageFilter
    {
        public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

        public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
        {
            var http = context.HttpContext;
            if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) await next();
            else if (!await CanBeReadAsync(http)) context.Result = new BadRequestResult();
            else if (await IsValidAsync(http)) await next();
            else if (context.HandlerInstance is IFormPage page) context.Result = await page.OnStaleFormAsync();
            else context.Result = new BadRequestResult();
        }

        private static async Task<bool> CanBeReadAsync(HttpContext http)
        {
            try
            {
                return http.Request.HasFormContentType && await http.Request.ReadFormAsync(http.RequestAborted) is not null;
            }
            catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
            {
                return false;
            }
        }

        private async Task<bool> IsValidAsync(HttpContext http)
        {
            try
            {
                await antiforgery.ValidateRequestAsync(http);
                return true;
            }
            catch (AntiforgeryValidationException)
            {
                return false;
            }
        }
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

/// <summary>A page that answers a form whose token is not valid any more: it shows the form again, or goes on where nothing is left to
/// do. It changes nothing: another site could have sent the form.</summary>
internal interface IFormPage
{
    /// <summary>Answers the form.</summary>
    Task<IActionResult> OnStaleFormAsync();
}
