namespace OAuth2Server.Testing.Tests;

/// <content>Sealed answers that are kept too long, or not long enough.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Keeping_the_answer_of_a_consumed_successor_is_caught() => IsCaughtAsync(
        (inner, clock) => new KeepsTheAnswerOfAConsumedSuccessor(inner, clock),
        [
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_exchanged),
            nameof(ModelContract.A_sealed_answer_is_cleared_when_its_successor_is_revoked),
        ]);

    [Fact]
    public Task Keeping_an_answer_after_its_time_is_caught() => IsCaughtAsync(
        (inner, clock) => new KeepsTheAnswerAfterItsTime(inner, clock),
        [
            nameof(ModelContract.Pruning_clears_a_sealed_answer_whose_time_is_over),
        ]);

    [Fact]
    public Task Clearing_the_answers_of_other_tokens_is_caught() => IsCaughtAsync(
        (inner, _) => new ClearsEveryAnswer(inner),
        [
            nameof(ModelContract.A_sealed_answer_stays_until_its_own_successor_is_consumed),
            nameof(ModelContract.Pruning_clears_a_sealed_answer_whose_time_is_over),
        ]);
}
