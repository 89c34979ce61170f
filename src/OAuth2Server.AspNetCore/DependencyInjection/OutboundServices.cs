using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>The one sender of requests to addresses that clients named: logout, the keys of clients and their documents share it. Clients
/// that registered or described themselves have connections of their own in it.</summary>
internal static class OutboundServices
{
    internal static void AddOutboundHttp(this IServiceCollection services)
    {
        services.AddOptions<OutboundOptions>().ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<OutboundOptions>, OptionsOfOutbound>();
        services.TryAddSingleton(p => new OutboundHttp(
            p.GetRequiredService<IOptions<OutboundOptions>>().Value, p.GetRequiredService<TimeProvider>()));
    }

    private sealed class OptionsOfOutbound : IValidateOptions<OutboundOptions>
    {
        public ValidateOptionsResult Validate(string? name, OutboundOptions options) =>
            options.Validate().Select(problem => "OutboundOptions." + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
