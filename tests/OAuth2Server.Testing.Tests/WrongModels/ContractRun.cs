using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using Xunit.Sdk;

namespace OAuth2Server.Testing.Tests;

/// <summary>Runs the whole contract over a model inside a test, and gives how each contract test ended.</summary>
internal sealed class ContractRun(Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make) : ModelContract
{
    // Enough rounds for the wrong models here, whose gaps are as long as a database call.
    protected override int Rounds => 3;

    protected override TimeSpan RaceTime => TimeSpan.Zero;

    public static IEnumerable<MethodInfo> Tests =>
        typeof(ModelContract).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null);

    public static async Task<Results> ResultsAsync(Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make)
    {
        var results = new Results([], [], []);
        foreach (var test in Tests) await RunAsync(test, make, results);
        return results;
    }

    /// <summary>Runs one test of the contract.</summary>
    public static async Task<Results> ResultsAsync(string test, Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make)
    {
        var results = new Results([], [], []);
        await RunAsync(Tests.Single(t => t.Name == test), make, results);
        return results;
    }

    /// <summary>How a test of the contract fails, or null if it passes each time. A race can miss a fault, above all on a busy machine.
    /// </summary>
    public static async Task<Exception?> FailureAsync(string test, Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make)
    {
        for (var i = 0; i < 10; i++)
        {
            if ((await ResultsAsync(test, make)).Failures.TryGetValue(test, out var failure)) return failure;
        }
        return null;
    }

    private static async Task RunAsync(MethodInfo test, Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make, Results results)
    {
        try
        {
            await (Task)test.Invoke(new ContractRun(make), null)!;
            results.Passes.Add(test.Name);
        }
        catch (SkipException skip)
        {
            results.Skips[test.Name] = skip.Message.Replace("$XunitDynamicSkip$", "");
        }
        catch (Exception e)
        {
            results.Failures[test.Name] = e;
        }
    }

    protected override ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock)
    {
        var store = new InMemoryModel(clock);
        return new(InMemoryFixture.Of(store, make(store, clock)));
    }

    public sealed record Results(List<string> Passes, Dictionary<string, string> Skips, Dictionary<string, Exception> Failures);
}
