using Microsoft.Extensions.Time.Testing;
using Xunit.Sdk;

namespace OAuth2Server.Testing.Tests;

/// <summary>Models that are wrong in one way each: the contract catches them, by the tests that are about it and by no others.</summary>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task The_model_that_the_wrong_ones_are_made_of_is_right() =>
        IsCaughtAsync((inner, _) => new RightModel(inner), []);

    /// <param name="make">The model, given the right one that it is made of.</param>
    /// <param name="by">The contract tests that fail, each time.</param>
    /// <param name="perhapsBy">Races that may meet the fault.</param>
    private static async Task IsCaughtAsync(Func<InMemoryModel, FakeTimeProvider, IOAuthModel> make, string[] by, params string[] perhapsBy)
    {
        var failures = (await ContractRun.ResultsAsync(make)).Failures;
        foreach (var test in by.Except(failures.Keys).ToList())
        {
            if (await ContractRun.FailureAsync(test, make) is { } failure) failures[test] = failure;
        }
        string[] passing = [.. by.Except(failures.Keys)], others = [.. failures.Keys.Except(perhapsBy).Except(by).Order()];
        Assert.True(
            passing.Length == 0 && others.Length == 0,
            $"These pass for the wrong model: [{string.Join(", ", passing)}]. These fail, too: [{string.Join(", ", others)}].");
        // A contract test fails with a sentence, never with an exception of the model or of the kit.
        Assert.All(failures.Values, failure => Assert.IsAssignableFrom<IAssertionException>(failure));
    }
}
