namespace OAuth2Server.Testing.Tests;

/// <content>Wrong rings of signing keys.</content>
public sealed partial class WrongModelTests
{
    private const string EveryMember = nameof(ModelContract.A_ring_of_signing_keys_comes_back_with_every_member);
    private const string NextVersion = nameof(ModelContract.A_ring_of_signing_keys_replaces_the_version_before_it_and_no_other);
    private const string FirstRace = nameof(ModelContract.Of_many_that_save_the_first_signing_keys_one_succeeds);
    private const string LaterRace = nameof(ModelContract.Of_many_that_replace_the_signing_keys_one_succeeds);
    private const string LostChange = nameof(ModelContract.No_change_of_the_signing_keys_is_lost);

    public static TheoryData<string> LostMembers =>
        ["Algorithm", "EncryptedBy", "PublicKey", "PrivateKey", "PublishedAt", "SignsAt", "RetiresAt", "RemovedAt", "Properties"];

    [Fact]
    public Task Overwriting_the_ring_is_caught() => IsCaughtAsync(
        (inner, _) => new OverwritesTheRing(inner), [NextVersion, FirstRace, LaterRace], LostChange);

    [Fact]
    public Task Comparing_the_version_before_the_write_is_caught_by_the_races() => IsCaughtAsync(
        (inner, _) => new LooksThenSavesTheRing(inner), [FirstRace, LaterRace], LostChange);

    [Fact]
    public Task Saving_a_ring_that_was_refused_is_caught() => IsCaughtAsync(
        (inner, _) => new SavesWhatItRefuses(inner), [NextVersion], FirstRace, LaterRace, LostChange);

    [Fact]
    public Task Taking_any_later_version_is_caught() => IsCaughtAsync((inner, _) => new TakesAnyLaterVersion(inner), [NextVersion]);

    [Fact]
    public Task Taking_the_equal_ring_of_another_caller_for_its_own_is_caught() => IsCaughtAsync(
        (inner, _) => new TakesAnEqualRingForItsOwn(inner), [NextVersion, FirstRace, LaterRace]);

    [Fact]
    public Task Keeping_a_ring_that_another_node_replaced_is_caught() => IsCaughtAsync(
        (inner, _) => new KeepsTheFirstRing(inner),
        [
            EveryMember, NextVersion, LaterRace, LostChange,
            nameof(ModelContract.The_signing_keys_that_another_node_saved_are_found),
        ]);

    [Fact]
    public Task Sorting_the_keys_is_caught() => IsCaughtAsync((inner, _) => new SortsTheKeys(inner), [EveryMember]);

    [Theory, MemberData(nameof(LostMembers))]
    public Task Losing_part_of_a_signing_key_is_caught(string member) => IsCaughtAsync(
        (inner, _) => new SavesAnotherRing(inner, key => Without(key, member)), [EveryMember]);

    private static SigningKey Without(SigningKey key, string member) => member switch
    {
        "Algorithm" => key with { Algorithm = "ES256" },
        "EncryptedBy" => key with { EncryptedBy = key.EncryptedBy ?? "" },
        "PublicKey" => key with { PublicKey = [.. key.PublicKey.Take(500)] },
        "PrivateKey" => key with { PrivateKey = SavesAnotherRing.Cut(key.PrivateKey) },
        "PublishedAt" => key with { PublishedAt = SavesAnotherRing.Cut(key.PublishedAt) },
        "SignsAt" => key with { SignsAt = SavesAnotherRing.Cut(key.SignsAt) },
        "RetiresAt" => key with { RetiresAt = SavesAnotherRing.Cut(key.RetiresAt) },
        "RemovedAt" => key with { RemovedAt = SavesAnotherRing.Cut(key.RemovedAt) },
        _ => key with { Properties = key.Properties.Without("null") },
    };
}
