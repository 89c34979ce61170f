using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host;

/// <summary>Builds the server and starts it.</summary>
internal static class HostApplication
{
    /// <summary>Starts a server.</summary>
    /// <param name="arguments">The arguments of the command line.</param>
    /// <param name="customize">Adds to the builder before the host adds its own services: a clock, a log.</param>
    /// <param name="console">Where the demo's credentials are printed; null is the console of the process.</param>
    /// <param name="cancel">Stops the start.</param>
    /// <exception cref="StartException">The server cannot start. The problems say what to change.</exception>
    internal static async Task<WebApplication> StartAsync(
        HostArguments arguments,
        Action<WebApplicationBuilder>? customize = null,
        TextWriter? console = null,
        CancellationToken cancel = default)
    {
        var builder = ConfigurationSources.CreateBuilder(arguments, out var notes);
        if (arguments.Urls is { } urls) builder.WebHost.UseUrls(urls);
        var isConfigured = builder.Configuration.GetSection(HostSettings.Section).Exists();
        var demo = isConfigured ? null : DemoCredentials.Create();
        var settings = demo?.ToSettings() ?? SettingsReader.Read(builder.Configuration);
        settings = settings with { Store = settings.Store.In(builder.Environment.ContentRootPath), Notes = notes };
        var addresses = ListenAddress.Read(builder.Configuration);
        PlainHttp.Refuse(addresses, settings);
        settings = settings with { Findings = Examination.Of(settings, Surroundings.Of(builder, arguments)) };
        Examination.RefuseErrors(settings.Findings);
        if (addresses is [{ Url: ListenAddress.Default }]) builder.WebHost.UseUrls(ListenAddress.Default);

        var startLog = StartLog.AddTo(builder.Logging);
        customize?.Invoke(builder);
        AddServices(builder, settings, addresses);
        builder.AddTelemetry(settings.Telemetry);
        var app = builder.Build();
        app.UseHostPipeline(settings);
        await startLog.StartAsync(app, cancel);
        if (demo is not null) await DemoAnnouncement.WriteAsync(demo, app, console ?? Console.Out);
        return app;
    }

    /// <summary>Builds the server for a command that uses its store and does not listen.</summary>
    /// <exception cref="StartException">A setting is wrong, or the store cannot be used.</exception>
    internal static async Task<WebApplication> OpenAsync(HostArguments arguments, CancellationToken cancel)
    {
        var builder = ConfigurationSources.CreateBuilder(arguments, out _);
        var settings = SettingsReader.Read(builder.Configuration);
        settings = settings with { Store = settings.Store.In(builder.Environment.ContentRootPath) };
        if (settings.Store.Provider == StoreProvider.Memory)
            throw new StartException($"{HostSettings.Section}:Store:Provider is Memory: the keys of such a server end with its process.");
        builder.Logging.ClearProviders();
        AddServices(builder, settings, ListenAddress.Read(builder.Configuration));
        var app = builder.Build();
        await app.Services.GetRequiredService<StoreStart>().RunAsync(cancel);
        return app;
    }

    /// <summary>Builds the server for a command that looks at its configuration: it does not listen, and its store is not opened.</summary>
    /// <exception cref="StartException">A setting is wrong.</exception>
    internal static WebApplication Build(HostArguments arguments, out HostSettings settings, out IReadOnlyList<Finding> findings)
    {
        var builder = ConfigurationSources.CreateBuilder(arguments, out _);
        if (arguments.Urls is { } urls) builder.WebHost.UseUrls(urls);
        settings = SettingsReader.Read(builder.Configuration);
        settings = settings with { Store = settings.Store.In(builder.Environment.ContentRootPath) };
        findings = Examination.Of(settings, Surroundings.Of(builder, arguments));
        builder.Logging.ClearProviders();
        AddServices(builder, settings, ListenAddress.Read(builder.Configuration));
        return builder.Build();
    }

    private static void AddServices(WebApplicationBuilder builder, HostSettings settings, IReadOnlyList<ListenAddress> addresses)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(addresses);
        services.AddSingleton<PublicAddress>();
        // OWASP recommends this number for PBKDF2 with SHA-512.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddSingleton<Registration>();
        services.AddSingleton<AssertedUsers>();
        services.AddScoped<SignIn>();
        services.AddScoped<SignInAudit>();
        services.AddScoped<UserSessions>();
        services.AddScoped<UserGrants>();
        services.AddSingleton<IOAuthEvents, AuditLog>();

        services.AddHealthChecks();
        services.AddStore(settings, options => SetOptions(options, settings));
        services.AddOptions<OAuth2ServerOptions>().Configure<HostSettings, PublicAddress>(SetIssuer);
        services.Configure<OAuth2AspNetCoreOptions>(options => options.CorsAllowedHeaders = [.. settings.CorsAllowedHeaders]);
        services.AddSessionCookie();
        services.AddFormToken();
        services.AddOptions<OAuth2BearerOptions>(OAuth2BearerDefaults.AuthenticationScheme)
            .Configure<PublicAddress>((options, address) => SetResource(options, settings, address));
        services.AddRazorPages(FormToken.CheckIn);
        services.Configure<OAuth2AspNetCoreOptions>(options => options.ErrorPage = StatusPage.WriteAsync);
        services.Configure<ForwardedHeadersOptions>(options => TrustProxies(options, settings));
        builder.WebHost.ConfigureKestrel(KestrelLimits.Set);
        MutualTlsSettings.AddTo(builder.WebHost, settings, addresses);
    }

    private static void SetOptions(OAuth2ServerOptions options, HostSettings settings)
    {
        settings.Tokens.SetTo(options);
        options.DefaultScopes = [.. settings.DefaultScopes];
        options.ScopesSupported = [.. settings.Scopes.Keys.Except(settings.UnpublishedScopes, StringComparer.Ordinal)];
        options.DefaultResource = settings.DefaultResource;
        options.Resources = [.. settings.Resources];
        options.AuthorizationDetailsTypes = [.. settings.DetailsTypes];
        settings.Registration.SetTo(options.ClientRegistration);
    }

    private static void SetResource(OAuth2BearerOptions options, HostSettings settings, PublicAddress address)
    {
        options.Resource = address.Url("/demo");
        if (settings.DPoP.Enabled) settings.DPoP.SetTo(options.DPoP!);
        else options.DPoP = null;
    }

    private static void SetIssuer(OAuth2ServerOptions options, HostSettings settings, PublicAddress address)
    {
        if (settings.Issuer is { } issuer) options.Issuer = issuer;
        else options.ResolveIssuer = _ => address.Issuer;
    }

    // The scheme and the host come from the issuer. From a proxy the server only needs the address of the browser.
    private static void TrustProxies(ForwardedHeadersOptions options, HostSettings settings)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
        foreach (var network in settings.KnownProxies) options.KnownIPNetworks.Add(network);
        // A chain of known proxies is followed to its end. An address that an unknown sender wrote is never read.
        options.ForwardLimit = null;
    }
}
