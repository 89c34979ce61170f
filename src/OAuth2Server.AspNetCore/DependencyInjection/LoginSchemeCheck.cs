using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Warns where the authorization endpoint is mapped and no authentication scheme can sign users in.</summary>
/// <remarks>It looks when the endpoint is mapped and not in <see cref="StartupCheck"/>: an application that does not map the endpoint signs
/// its users in by itself. It does not stop the start, because a scheme may be added while the application runs.</remarks>
internal static partial class LoginSchemeCheck
{
    /// <summary>Looks for the scheme of <see cref="OAuth2AspNetCoreOptions.LoginScheme"/>, or for the default schemes.</summary>
    internal static void Look(IServiceProvider services)
    {
        var schemes = services.GetService<IAuthenticationSchemeProvider>();
        var named = services.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>().Value.LoginScheme;
        if (schemes is not null && (named is null ? HasDefaults(schemes) : Find(schemes.GetSchemeAsync(named)))) return;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LoginSchemeCheck));
        if (named is null) NoDefault(log);
        else NoSuchScheme(log, named);
    }

    // One to read who is signed in, and one to lead to the sign-in page.
    private static bool HasDefaults(IAuthenticationSchemeProvider schemes) =>
        Find(schemes.GetDefaultAuthenticateSchemeAsync()) && Find(schemes.GetDefaultChallengeSchemeAsync());

    // The application is being built: there is nothing to wait for in parallel.
    private static bool Find(Task<AuthenticationScheme?> scheme) => scheme.GetAwaiter().GetResult() is not null;

    [LoggerMessage(280, LogLevel.Warning,
        "The authorization endpoint has no authentication scheme to sign users in: its requests will fail. Add one, for instance with " +
        "AddAuthentication().AddCookie(), or set OAuth2AspNetCoreOptions.LoginScheme.", EventName = "NoLoginScheme")]
    private static partial void NoDefault(ILogger log);

    [LoggerMessage(281, LogLevel.Warning,
        "OAuth2AspNetCoreOptions.LoginScheme is {Scheme}, and there is no such authentication scheme: the authorization endpoint cannot " +
        "sign users in. Add the scheme, or name one that exists.", EventName = "UnknownLoginScheme")]
    private static partial void NoSuchScheme(ILogger log, string scheme);
}
