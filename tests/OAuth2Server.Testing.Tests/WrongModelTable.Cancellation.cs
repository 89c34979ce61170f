namespace OAuth2Server.Testing.Tests;

/// <content>Cancellation that is swallowed, or answered with true, false or null.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Cancellation()
    {
        const string Use = nameof(ModelContract.A_cancelled_use_is_true_only_if_it_happened);
        const string Device = nameof(ModelContract.A_cancelled_call_for_a_device_code_says_what_happened);
        const string Consent = nameof(ModelContract.A_cancelled_call_for_a_consent_says_what_happened);
        const string Question = nameof(ModelContract.A_cancelled_question_gets_no_wrong_answer);
        (string Function, string By)[] bools =
        [
            (nameof(IAuthorizationCodeModel.RevokeAuthorizationCodeAsync), Use), (nameof(IRefreshTokenModel.RevokeTokenAsync), Use),
            (nameof(IDeviceCodeModel.SaveDeviceCodeAsync), Device), (nameof(IDeviceCodeModel.DecideDeviceCodeAsync), Device),
            (nameof(IDeviceCodeModel.RecordPollAsync), Device), (nameof(IDeviceCodeModel.RevokeDeviceCodeAsync), Device),
        ];
        foreach (var (function, by) in bools)
        {
            yield return Swallows(function, true, by);
            yield return Swallows(function, false, by);
        }
        yield return Swallows(nameof(IOAuthModel.VerifyClientSecretAsync), false, Question);
        yield return Swallows(nameof(IClientOriginModel.IsClientOriginAsync), false, Question);
        yield return Swallows(nameof(IAttemptModel.AddFailureAsync), 0, Question);
        yield return Swallows(nameof(IAttemptModel.AddFailureAsync), 1, Question);
        yield return Swallows(nameof(IOAuthModel.GetClientAsync), null,
            nameof(ModelContract.A_cancelled_look_up_never_says_null_for_what_is_there));
        yield return Swallows(nameof(IDeviceCodeModel.GetDeviceCodeAsync), null, Device);
        yield return Swallows(nameof(IDeviceCodeModel.GetDeviceCodeByUserCodeAsync), null, Device);
        yield return Swallows(nameof(IConsentModel.GetConsentAsync), null, Consent);
        yield return Swallows(nameof(IConsentModel.GetConsentsAsync), Array.Empty<Consent>(), Consent);
        yield return Swallows(nameof(IConsentModel.SaveConsentAsync), null, Consent);
        yield return Swallows(nameof(IConsentModel.RevokeConsentAsync), null, Consent);
        yield return Swallows(nameof(IUserModel.GetUserByIdAsync), null,
            nameof(ModelContract.A_cancelled_look_up_of_a_user_never_says_null_for_one_who_is_there));
        yield return Swallows(nameof(IPasswordModel.GetUserAsync), null,
            nameof(ModelContract.A_cancelled_look_up_of_a_user_never_says_null_for_one_who_is_there));

        static WrongModel Swallows(string function, object? answer, string by) => new(
            $"answers a cancelled {function} with {answer ?? "null"}", by,
            (inner, _) => new AlteredModel(inner) { Swallows = (function, answer) });
    }
}
