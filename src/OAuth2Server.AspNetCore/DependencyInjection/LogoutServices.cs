using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.AspNetCore;

/// <summary>The services of logout, a part of OpenID Connect.</summary>
internal static class LogoutServices
{
    internal static void AddLogout<TModel>(this OAuth2Builder<TModel> server) where TModel : class, IOAuthModel
    {
        var services = server.Services;
        services.TryAddSingleton<LogoutSignal>();
        services.TryAddSingleton<LogoutTickets>();
        services.TryAdd(new ServiceDescriptor(typeof(FrontChannelLogout), typeof(FrontChannelLogout), server.OfServer));
        services.TryAddScoped(p => new LogoutInteraction(
            p.GetRequiredService<LogoutTickets>(),
            p.GetRequiredService<FrontChannelLogout>(),
            p.GetRequiredService<LogoutSignal>(),
            p.GetService<ISessionModel>(),
            p.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>()));
        if (!typeof(ISessionClientModel).IsAssignableFrom(typeof(TModel))) return;
        services.AddOutboundHttp();
        services.TryAdd(new ServiceDescriptor(typeof(SessionEnd), typeof(SessionEnd), server.OfServer));
        services.AddSingleton<IHostedService, SessionEndService>();
    }
}
