namespace OAuth2Server.Testing.Tests;

/// <content>Caches that outlive a change.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Caches()
    {
        const string Revoked = nameof(ModelContract.What_was_found_before_is_null_once_its_authorization_is_revoked);
        const string Used = nameof(ModelContract.What_was_found_fresh_is_found_consumed_once_it_is_used);
        const string Saved = nameof(ModelContract.What_was_unknown_before_is_found_once_it_is_saved);
        const string Consent = nameof(ModelContract.A_consent_that_was_found_before_is_null_once_it_is_withdrawn);
        (string Function, string By)[] found =
        [
            (nameof(IOAuthModel.GetClientAsync), nameof(ModelContract.A_client_that_was_found_before_is_null_once_it_is_disabled)),
            (nameof(IClientOriginModel.IsClientOriginAsync),
                nameof(ModelContract.An_origin_that_was_known_before_is_not_once_its_client_is_disabled)),
            (nameof(IPasswordModel.GetUserAsync), nameof(ModelContract.A_user_who_signed_in_before_cannot_once_disabled)),
            (nameof(IUserModel.GetUserByIdAsync), nameof(ModelContract.A_user_who_was_found_before_is_null_once_disabled)),
            (nameof(IConsentModel.GetConsentAsync), Consent), (nameof(IConsentModel.GetConsentsAsync), Consent),
            (nameof(IAccessTokenModel.GetAccessTokenAsync), Revoked), (nameof(IRefreshTokenModel.GetRefreshTokenAsync), Revoked),
            (nameof(IAuthorizationCodeModel.GetAuthorizationCodeAsync), Revoked),
            (nameof(IRefreshTokenModel.GetRefreshTokenAsync), Used), (nameof(IAuthorizationCodeModel.GetAuthorizationCodeAsync), Used),
            (nameof(IDeviceCodeModel.GetDeviceCodeAsync),
                nameof(ModelContract.A_poll_an_answer_and_a_use_of_a_found_device_code_are_seen_at_once)),
        ];
        foreach (var (function, by) in found)
            yield return new($"keeps the answers of {function}: {by}", by, (inner, _) => new CachingModel(inner, function));
        (string Function, string By)[] nothing =
        [
            (nameof(IOAuthModel.GetClientAsync), nameof(ModelContract.A_client_that_was_unknown_before_is_found_once_it_is_registered)),
            (nameof(IConsentModel.GetConsentAsync), nameof(ModelContract.A_consent_comes_back_with_every_member)),
            (nameof(IAccessTokenModel.GetAccessTokenAsync), Saved), (nameof(IRefreshTokenModel.GetRefreshTokenAsync), Saved),
            (nameof(IAuthorizationCodeModel.GetAuthorizationCodeAsync), Saved),
        ];
        foreach (var (function, by) in nothing)
            yield return new($"keeps that {function} gave null", by, (inner, _) => new CachingModel(inner, function, keepsNull: true));
    }
}
