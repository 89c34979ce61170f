namespace OAuth2Server.Testing.Tests;

/// <content>Transactions that are two.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Exchanges()
    {
        const string Tombstone = nameof(ModelContract.An_exchange_of_a_code_against_a_revoked_authorization_is_false_and_saves_nothing);
        const string Family = nameof(ModelContract.Revoking_and_withdrawing_end_what_an_exchange_has_saved);
        yield return new("commits the use of a refresh token before the save",
            nameof(ModelContract.A_refresh_token_stays_fresh_when_the_save_of_its_successor_fails),
            (inner, _) => new CommitsBeforeTheSave<RefreshToken>(inner));
        yield return new("commits the use of a code before the save",
            nameof(ModelContract.A_code_stays_fresh_when_the_save_of_its_tokens_fails),
            (inner, _) => new CommitsBeforeTheSave<AuthorizationCode>(inner));
        yield return new("commits the use of a device code before the save",
            nameof(ModelContract.A_device_code_stays_fresh_when_the_save_of_its_tokens_fails),
            (inner, _) => new CommitsBeforeTheSave<DeviceCode>(inner));
        yield return new("commits the access token before the refresh token", nameof(ModelContract.A_save_that_fails_saves_neither_token),
            (inner, _) => new SavesTheAccessTokenFirst(inner));
        yield return new("saves successors outside of the family", Family, (inner, _) => new SavesSuccessorsOutsideOfTheFamily(inner));
        yield return new("exchanges codes under a tombstone", Tombstone,
            (inner, _) => new ExchangesUnderATombstone<AuthorizationCode>(inner));
        yield return new("exchanges device codes under a tombstone", Tombstone,
            (inner, _) => new ExchangesUnderATombstone<DeviceCode>(inner));
        yield return new("loses a sealed answer when a save is repeated",
            nameof(ModelContract.A_repeated_save_never_overwrites_an_exchanged_refresh_token),
            (inner, _) => new RewritesExchangedTokens(inner));
    }
}
