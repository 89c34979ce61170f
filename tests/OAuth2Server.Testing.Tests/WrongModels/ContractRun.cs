using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using Xunit.Sdk;

namespace OAuth2Server.Testing.Tests;

/// <summary>Runs the whole contract over a model in the middle of a test, and tells which of its tests failed.</summary>
internal sealed class ContractRun(Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make) : ModelContract
{
    // Enough to meet the gaps of the wrong models here, which are as wide as a way to a database.
    protected override int Rounds => 3;

    protected override TimeSpan RaceTime => TimeSpan.Zero;

    public static IEnumerable<MethodInfo> Tests => typeof(ModelContract).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null);

    public static async Task<Dictionary<string, Exception>> FailuresAsync(Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make)
    {
        var failures = new Dictionary<string, Exception>();
        foreach (var test in Tests)
        {
            try
            {
                await (Task)test.Invoke(new ContractRun(make), null)!;
            }
            catch (SkipException)
            {
                // A capability that these models lack.
            }
            catch (Exception e)
            {
                failures[test.Name] = e;
            }
        }
        return failures;
    }

    protected override ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock)
    {
        var store = new InMemoryModel(clock);
        return new(InMemoryFixture.Of(store, make(store, clock)));
    }
}
