using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>Everything that the model functions promise, as tests. Derive one class and return your model.</summary>
/// <remarks>
/// <para>
/// There is one file per capability interface; <c>dotnet test --filter Capability=IRefreshTokenModel</c> runs the tests of one. Tests of a
/// capability that the model lacks are skipped and name it.
/// </para>
/// <para>
/// Every test gets a fixture of its own, and every call a model of its own if the fixture makes several: what only an instance remembers
/// does not count as saved.
/// </para>
/// </remarks>
public abstract partial class ModelContract
{
    /// <summary>The time at which every test begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    /// <summary>How many callers take part in a race.</summary>
    /// <value>Default 64.</value>
    protected virtual int Callers => 64;

    /// <summary>How many rounds a race has at least.</summary>
    /// <value>Default 10.</value>
    protected virtual int Rounds => 10;

    /// <summary>How long a race goes on over a fast store: more rounds meet more moments.</summary>
    /// <value>Default one second.</value>
    protected virtual TimeSpan RaceTime => TimeSpan.FromSeconds(1);

    /// <summary>Makes a fresh, empty store with your model over it.</summary>
    /// <param name="clock">The clock of the test, for a model or a store that asks for the time. The contexts have its time, too.</param>
    protected abstract ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock);

    private async Task<Store> OpenAsync(params Type[] capabilities)
    {
        var clock = new FakeTimeProvider(Start);
        var store = new Store(await CreateAsync(clock), clock);
        try
        {
            await store.BeginAsync(capabilities);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private Task<Store> OpenAsync<T>() => OpenAsync([typeof(T)]);

    private Task<Store> OpenAsync<T1, T2>() => OpenAsync([typeof(T1), typeof(T2)]);

    private Task<Store> OpenAsync<T1, T2, T3>() => OpenAsync([typeof(T1), typeof(T2), typeof(T3)]);

    /// <summary>Fails with a sentence that names the function, the case and what a right model does.</summary>
    private static void Promise(bool kept, string promise) => Assert.True(kept, promise);
}
