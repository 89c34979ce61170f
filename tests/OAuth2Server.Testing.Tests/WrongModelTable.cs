using Xunit.Sdk;

namespace OAuth2Server.Testing.Tests;

/// <summary>Tables of models that are wrong in one way each, several of each kind. The contract test that is about a row fails for it, with
/// a sentence.</summary>
/// <remarks><see cref="WrongModelTests"/> shows that a wrong model fails no other tests than those about it.</remarks>
public sealed partial class WrongModelTable
{
    private static readonly Dictionary<string, WrongModel> Rows =
        new[]
        {
            Texts, Hashes, Forgetting, Caches, Devices, Withdrawals, Pruning, Cancellation, Clocks, Clients, Users, Exchanges,
            Consents, Messages, PushedRequests, PushedUses, PushedTimes, Details, Assertions,
        }.SelectMany(table => table()).ToDictionary(row => row.Fault);

    public static TheoryData<string> Faults => [.. Rows.Keys];

    [Theory, MemberData(nameof(Faults))]
    public async Task A_wrong_model_is_caught(string fault)
    {
        var row = Rows[fault];
        if (await ContractRun.FailureAsync(row.CaughtBy, row.Make) is { } failure)
        {
            // A contract test fails with a sentence, never with an exception of the model or of the kit.
            Assert.True(failure is IAssertionException, $"{row.CaughtBy} fails with {failure}.");
            return;
        }
        var others = (await ContractRun.ResultsAsync(row.Make)).Failures.Keys;
        Assert.Fail($"{row.CaughtBy} passes for a model that is wrong: {fault}. It is caught by: {string.Join(", ", others)}.");
    }

    [Fact]
    public async Task The_models_that_those_of_the_tables_are_made_of_are_right()
    {
        Assert.Empty((await ContractRun.ResultsAsync((inner, _) => new AlteredModel(inner))).Failures);
        Assert.Empty((await ContractRun.ResultsAsync((inner, _) => new RevivingModel(inner))).Failures);
        Assert.Empty((await ContractRun.ResultsAsync((inner, _) => new MessageRows(inner))).Failures);
        Assert.Empty((await ContractRun.ResultsAsync((inner, _) => new PushedRows(inner))).Failures);
    }
}
