using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Adds the removal of expired rows to an application.</summary>
public static class PruningExtensions
{
    /// <summary>Removes expired codes, tokens and tombstones in the background. Add it on every node: by a lease in the database, one
    /// node at a time does the work.</summary>
    /// <typeparam name="TContext">The DbContext with the server's tables.</typeparam>
    /// <param name="services">The application's services, with the model among them.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IServiceCollection AddOAuth2Pruning<TContext>(this IServiceCollection services, Action<PruningOptions>? configure = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PruningOptions>().Configure(configure ?? (_ => { }))
            .Validate(o => o.Interval >= TimeSpan.FromSeconds(1), "PruningOptions.Interval must be at least 1 second.")
            .Validate(o => o.BatchSize >= 1, "PruningOptions.BatchSize must be at least 1.")
            .Validate(o => o.Pause >= TimeSpan.Zero, "PruningOptions.Pause must not be negative.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHostedService<PruningService<TContext>>();
    }
}
