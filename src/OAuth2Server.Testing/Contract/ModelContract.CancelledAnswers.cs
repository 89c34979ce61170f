using Xunit;

namespace OAuth2Server.Testing;

/// <content>Cancellation of consents, device codes, uses, and questions whose answer is true or false: an answer is right, or the call
/// throws <see cref="OperationCanceledException"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>True is given to the caller who consumed, and to that caller only.</summary>
    [Fact, Capability(typeof(IAuthorizationModel))]
    public async Task A_cancelled_use_is_true_only_if_it_happened()
    {
        await using var store = await OpenAsync<IAuthorizationModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            if (store.Can<IAuthorizationCodeModel>())
            {
                var code = await store.SaveCodeAsync();
                var used = await AnswerAsync(() => store.CallAsync(c => c.ConsumeAsync(code.Record, ct: ct)));
                var isUsed = (await store.FindAsync(code))?.ConsumedAt is not null;
                IsRight(used, isUsed, nameof(IAuthorizationCodeModel.RevokeAuthorizationCodeAsync));
            }
            if (!store.Can<IRefreshTokenModel>()) return;
            var token = await store.SaveRefreshAsync();
            var consumed = await AnswerAsync(() => store.CallAsync(c => c.ConsumeAsync(token.Record, ct: ct)));
            IsRight(consumed, (await store.FindAsync(token))?.ConsumedAt is not null, nameof(IRefreshTokenModel.RevokeTokenAsync));
        });
    }

    /// <summary>Saved, answered, polled, used: each wholly, with the right answer, or not at all.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task A_cancelled_call_for_a_device_code_says_what_happened()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var fresh = store.New.Device();
            var saved = await AnswerAsync(() => store.CallAsync(c => c.SaveAsync(fresh.Record, ct: ct)));
            IsRight(saved, await store.FindAsync(fresh) is not null, nameof(IDeviceCodeModel.SaveDeviceCodeAsync));

            var device = await store.SaveDeviceAsync();
            var granted = store.New.Allowed(device.Record);
            var decided = await AnswerAsync(() => store.CallAsync(c => c.DecideAsync(device.Record, granted, ct: ct)));
            IsRight(
                decided,
                await store.FindAsync(device) is { Status: DeviceCodeStatus.Allowed },
                nameof(IDeviceCodeModel.DecideDeviceCodeAsync));
            var polled = await AnswerAsync(() => store.CallAsync(c => c.PollAsync(device.Record, TimeSpan.FromSeconds(5), ct: ct)));
            IsRight(polled, await store.FindAsync(device) is { LastPolledAt: not null }, nameof(IDeviceCodeModel.RecordPollAsync));
            var used = await AnswerAsync(() => store.CallAsync(c => c.ConsumeAsync(device.Record, ct: ct)));
            IsRight(used, await store.FindAsync(device) is { ConsumedAt: not null }, nameof(IDeviceCodeModel.RevokeDeviceCodeAsync));

            await FindsAsync(
                () => store.CallAsync(c => c.FindDeviceAsync(device.Secret, ct: ct)), nameof(IDeviceCodeModel.GetDeviceCodeAsync));
            await FindsAsync(
                () => store.CallAsync(c => c.FindByUserCodeAsync(device.UserCode, ct: ct)),
                nameof(IDeviceCodeModel.GetDeviceCodeByUserCodeAsync));
        });
    }

    /// <summary>A consent that the page says was saved is saved; one that it says was withdrawn is withdrawn.</summary>
    [Fact, Capability(typeof(IConsentModel))]
    public async Task A_cancelled_call_for_a_consent_says_what_happened()
    {
        await using var store = await OpenAsync<IConsentModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var consent = NewConsent(store) with { Issuer = "https://auth.example.com/" + Texts.Random() };
            var saved = await CompletesAsync(() => store.CallAsync(c => c.As<IConsentModel>().SaveConsentAsync(consent, null, ct)));
            Promise(
                await FindConsentAsync(store, consent) is not null || !saved,
                "A SaveConsentAsync that returned has saved the consent, also when it was cancelled.");

            await SaveAsync(store, consent);
            await FindsAsync(
                () => store.CallAsync(c => c.As<IConsentModel>().GetConsentAsync(consent.Issuer, consent.Subject, consent.ClientId, ct)),
                nameof(IConsentModel.GetConsentAsync));
            await CompletesAsync(async () => Promise(
                (await store.CallAsync(c => c.As<IConsentModel>().GetConsentsAsync(consent.Issuer, consent.Subject, ct))).Count == 1,
                "A cancelled GetConsentsAsync throws OperationCanceledException or gives every consent."));
            await WithdrawsAsync(store, consent, ct);
        });
    }

    /// <summary>False would refuse a valid client, page or user, and an attempt that is not counted is free.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_cancelled_question_gets_no_wrong_answer()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var page = Store.NewClient("cancelled", ClientType.Public) with { RedirectUris = ["https://cancelled.example.org/cb"] };
        if (store.Can<IClientOriginModel>()) await store.AddClientAsync(page);
        await CancelledAtEveryMomentAsync(async ct =>
        {
            await SaysYesAsync(c => c.VerifyAsync(store.Client, store.Secret, ct: ct), nameof(IOAuthModel.VerifyClientSecretAsync));
            var context = new TestOAuthRequest().At(store.Clock);
            if (store.Can<IClientOriginModel>())
            {
                await SaysYesAsync(
                    c => c.As<IClientOriginModel>().IsClientOriginAsync("https://cancelled.example.org", context, ct),
                    nameof(IClientOriginModel.IsClientOriginAsync));
            }
            if (!store.Can<IAttemptModel>()) return;
            var (key, now) = (Texts.Random(), store.Clock.GetUtcNow());
            var counted = await CompletesAsync(() => AddAsync(key, now, ct));
            var next = await AddAsync(key, now, default);
            Promise(
                next == 2 || (next == 1 && !counted),
                "An AddFailureAsync that returned has counted the failure, also when it was cancelled.");
        });

        Task<int> AddAsync(string key, DateTimeOffset now, CancellationToken ct) =>
            store.CallAsync(c => c.As<IAttemptModel>().AddFailureAsync(key, now, now.AddMinutes(15), ct));

        async Task SaysYesAsync(Func<Caller, ValueTask<bool>> ask, string function) => await CompletesAsync(async () => Promise(
            await store.CallAsync(ask),
            $"A cancelled {function} throws OperationCanceledException or gives the right answer; false would refuse a valid request."));
    }

    /// <summary>Null would refuse a user who may sign in.</summary>
    [Fact, Capability(typeof(IUserModel))]
    public async Task A_cancelled_look_up_of_a_user_never_says_null_for_one_who_is_there()
    {
        await using var store = await OpenAsync<IUserModel>();
        var carol = await store.AddUserAsync("carol", Store.Password);
        var context = new TestOAuthRequest().At(store.Clock);
        await CancelledAtEveryMomentAsync(ct => FindsAsync(
            () => store.CallAsync(c => c.As<IUserModel>().GetUserByIdAsync(carol.Id, store.Client, context, ct)),
            nameof(IUserModel.GetUserByIdAsync)));
        if (!store.Can<IPasswordModel>()) return;
        await FindsAsync(
            () => store.CallAsync(c => c.SignInAsync("carol", Store.Password, store.Client, ct: new(canceled: true))),
            nameof(IPasswordModel.GetUserAsync));
    }

    private static async Task WithdrawsAsync(Store store, Consent consent, CancellationToken ct)
    {
        var authorization = store.New.Authorization() with { Issuer = consent.Issuer };
        var family = store.Can<IAuthorizationModel>() ? await SaveFamilyAsync(store, authorization) : null;
        var withdrawn = await CompletesAsync(() => store.CallAsync(c => c.WithdrawAsync(consent, store.Clock.GetUtcNow(), ct)));
        var isGone = await FindConsentAsync(store, consent) is null;
        Promise(isGone || !withdrawn, "A RevokeConsentAsync that returned has withdrawn the consent, also when it was cancelled.");
        if (family is null) return;
        if (isGone) await IsRevokedAsync(store, family, "After a RevokeConsentAsync that was cancelled and has withdrawn the consent");
        else await IsUntouchedAsync(store, family, "A RevokeConsentAsync that was cancelled and threw");
    }

    private static async Task<bool?> AnswerAsync(Func<Task<bool>> call)
    {
        bool? answer = null;
        await CompletesAsync(async () => answer = await call());
        return answer;
    }

    private static void IsRight(bool? answer, bool happened, string function) => Promise(
        answer is null || (answer.Value && happened),
        $"A cancelled {function} of the only caller throws OperationCanceledException, or is complete and true. It gave {answer}, "
            + $"and the record {(happened ? "was" : "was not")} changed.");
}
