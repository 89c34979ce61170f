namespace OAuth2Server.Testing.Tests;

/// <content>Device codes.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Devices()
    {
        const string LateAnswer = nameof(ModelContract.A_late_answer_undoes_neither_a_poll_nor_a_use);
        const string LatePoll = nameof(ModelContract.A_late_poll_undoes_neither_an_answer_nor_a_use);
        const string Exchange = nameof(ModelContract.Exchanging_a_device_code_keeps_its_answer_and_its_poll);
        const string Found = nameof(ModelContract.A_denied_and_a_consumed_device_code_are_found_until_they_expire);
        yield return Whole(nameof(IDeviceCodeModel.DecideDeviceCodeAsync), LateAnswer);
        yield return Whole(nameof(IDeviceCodeModel.RecordPollAsync), LatePoll);
        yield return Whole(nameof(IDeviceCodeModel.RevokeDeviceCodeAsync),
            nameof(ModelContract.Consuming_a_device_code_keeps_its_answer_and_its_poll));
        yield return Whole(nameof(IExchangeModel.ExchangeAsync), Exchange);
        yield return new("exchanges a device code by a look-up and a write",
            nameof(ModelContract.One_device_code_exchanged_by_many_callers_has_one_successor),
            (inner, _) => new ExchangeOfADeviceLooksFirst(inner));
        yield return Finds("finds used device codes no more", d => d.ConsumedAt is null ? d : null);
        yield return Finds("finds denied device codes no more", d => d.Status == DeviceCodeStatus.Denied ? null : d);
        yield return FindsByUserCode("finds used device codes by the user code no more", d => d.ConsumedAt is null ? d : null);
        yield return FindsByUserCode("finds denied ones by the user code no more", d => d.Status == DeviceCodeStatus.Denied ? null : d);
        yield return FindsByUserCode("finds answered ones by the user code no more", d => d.Status == DeviceCodeStatus.Pending ? d : null);
        yield return new("prunes denied and used device codes", Found, (inner, _) => new PrunesFinishedDeviceCodes(inner));
        yield return new("answers for every device", nameof(ModelContract.A_poll_an_answer_and_a_use_leave_other_device_codes_alone),
            (inner, _) => new DecidesForEveryDevice(inner));

        static WrongModel Whole(string function, string by) =>
            new($"writes the whole row of a device code in {function}", by, (inner, _) => new WholeDeviceRows(inner, function));
        static WrongModel Finds(string fault, Func<DeviceCode, DeviceCode?> alter) =>
            new(fault, Found, (inner, _) => new AlteredModel(inner) { FoundDevice = alter });
        static WrongModel FindsByUserCode(string fault, Func<DeviceCode, DeviceCode?> alter) =>
            new(fault, Found, (inner, _) => new AlteredModel(inner) { FoundByUserCode = alter });
    }
}
