namespace OAuth2Server.Testing.Tests;

/// <summary>What the contract says to the developer of a model.</summary>
public sealed class FailureSentenceTests
{
    [Fact]
    public async Task A_record_that_is_not_found_again_names_the_clock()
    {
        var test = nameof(ModelContract.A_refresh_token_comes_back_with_every_member);
        var run = await ContractRun.ResultsAsync(test, (inner, _) => new AlteredModel(inner) { FoundRefresh = _ => null });
        var failure = run.Failures[test];
        Assert.Contains("The refresh token that was saved is not found again.", failure.Message);
        Assert.Contains("FakeTimeProvider that CreateAsync gets", failure.Message);
        Assert.Contains(nameof(ModelFixture.LetTimePass), failure.Message);
    }
}
