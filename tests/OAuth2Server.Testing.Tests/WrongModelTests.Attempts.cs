namespace OAuth2Server.Testing.Tests;

/// <content>Wrong counts.</content>
public sealed partial class WrongModelTests
{
    [Fact]
    public Task Counting_failures_by_a_look_up_and_a_write_is_caught_by_the_race() => IsCaughtAsync(
        (inner, _) => new LooksThenCounts(inner),
        [
            nameof(ModelContract.Many_failures_at_the_same_moment_are_all_counted),
        ]);

    [Fact]
    public Task Never_forgetting_failures_is_caught() => IsCaughtAsync(
        (inner, _) => new NeverForgetsFailures(inner),
        [
            nameof(ModelContract.A_count_is_forgotten_at_its_time_unless_it_grew),
            nameof(ModelContract.Pruning_leaves_failures_that_count),
        ]);

    [Fact]
    public Task Clearing_the_failures_of_all_keys_is_caught() => IsCaughtAsync(
        (inner, _) => new ClearsAllFailures(inner),
        [
            nameof(ModelContract.Clearing_forgets_the_failures_of_its_key_only),
        ]);
}
