namespace OAuth2Server.Testing.Tests;

/// <content>Keys that are a part of the hash.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Hashes()
    {
        yield return new("looks up by the text of a token, which it hashes itself",
            nameof(ModelContract.An_access_token_is_found_by_its_hash_where_its_text_is_not_there),
            (inner, _) => new RevealsTheText(inner));
        (string Name, Range Range)[] parts =
        [
            ("the first 4 bytes", ..4), ("the first 8 bytes", ..8), ("the first 16 bytes", ..16), ("the last 8 bytes", ^8..),
            ("all bytes but the last", ..^1),
        ];
        string[] tests =
        [
            nameof(ModelContract.An_access_token_is_found_by_its_whole_hash_only),
            nameof(ModelContract.A_refresh_token_is_found_and_consumed_by_its_whole_hash_only),
            nameof(ModelContract.A_code_is_found_and_consumed_by_its_whole_hash_only),
            nameof(ModelContract.A_device_code_is_found_and_consumed_by_its_whole_hashes_only),
        ];
        foreach (var (name, range) in parts)
        {
            foreach (var test in tests)
                yield return new($"looks up by {name} of the hash: {test}", test, (inner, _) => new PartOfTheHash(inner, range));
            foreach (var test in tests[1..])
                yield return new($"consumes by {name} of the hash: {test}", test, (inner, _) => new ConsumesByPartOfTheHash(inner, range));
        }
    }
}
