namespace OAuth2Server.Testing.Tests;

/// <content>Times that are kept as local time.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Clocks() => WallClock.Zones.SelectMany(zone => LocalTimes(zone.Name, zone.Keep));

    private static IEnumerable<WrongModel> LocalTimes(string zone, Func<DateTimeOffset, DateTimeOffset> keep)
    {
        const string Tokens = nameof(ModelContract.Times_in_a_repeated_hour_come_back);
        const string Device = nameof(ModelContract.The_times_of_a_device_code_in_a_repeated_hour_come_back);
        const string Code = nameof(ModelContract.The_times_of_a_code_in_a_repeated_hour_come_back);
        const string Use = nameof(ModelContract.A_time_of_use_in_a_repeated_hour_comes_back);
        const string Consents = nameof(ModelContract.The_times_of_consents_in_a_repeated_hour_come_back);
        DateTimeOffset? KeepOrNull(DateTimeOffset? time) => time is { } at ? keep(at) : null;
        WrongModel Of(string member, string by, Func<InMemoryModel, IOAuthModel> make) =>
            new($"keeps {member} as the local time of {zone}", by, (inner, _) => make(inner));

        yield return Of("GrantedAt", Tokens,
            inner => new AlteredModel(inner) { FoundAuthorization = a => a with { GrantedAt = keep(a.GrantedAt) } });
        yield return Of("EndsAt", Tokens,
            inner => new AlteredModel(inner) { FoundAuthorization = a => a with { EndsAt = KeepOrNull(a.EndsAt) } });
        yield return Of("IssuedAt", Tokens, inner => new AlteredModel(inner) { FoundAccess = t => t with { IssuedAt = keep(t.IssuedAt) } });
        yield return Of("ExpiresAt of access tokens", Tokens,
            inner => new AlteredModel(inner) { FoundAccess = t => t with { ExpiresAt = keep(t.ExpiresAt) } });
        yield return Of("ExpiresAt of refresh tokens", Tokens,
            inner => new AlteredModel(inner) { FoundRefresh = t => t with { ExpiresAt = KeepOrNull(t.ExpiresAt) } });
        yield return Of("ConsumedAt of refresh tokens", Use,
            inner => new AlteredModel(inner) { FoundRefresh = t => t with { ConsumedAt = KeepOrNull(t.ConsumedAt) } });
        yield return Of("the end of a sealed answer", Use, inner => new AlteredModel(inner)
        {
            FoundRefresh = t => t with { Replay = t.Replay is { } replay ? new(keep(replay.Until), replay.SealedResponse) : null },
        });
        yield return Of("ExpiresAt of codes", Code,
            inner => new AlteredModel(inner) { FoundCode = c => c with { ExpiresAt = KeepOrNull(c.ExpiresAt) } });
        yield return Of("ConsumedAt of codes", Code,
            inner => new AlteredModel(inner) { FoundCode = c => c with { ConsumedAt = KeepOrNull(c.ConsumedAt) } });
        yield return Of("ExpiresAt of device codes", Device,
            inner => new AlteredModel(inner) { FoundDevice = d => d with { ExpiresAt = KeepOrNull(d.ExpiresAt) } });
        yield return Of("LastPolledAt", Device,
            inner => new AlteredModel(inner) { FoundDevice = d => d with { LastPolledAt = KeepOrNull(d.LastPolledAt) } });
        yield return Of("ConsumedAt of device codes", Device,
            inner => new AlteredModel(inner) { FoundDevice = d => d with { ConsumedAt = KeepOrNull(d.ConsumedAt) } });
        yield return Of("the time of a consent", Consents,
            inner => new AlteredModel(inner) { FoundConsent = c => c with { GrantedAt = keep(c.GrantedAt) } });
        yield return Of("the time of a withdrawal", Consents, inner => new WithdrawingModel(inner, (a, b) => a == b, keep));
    }
}
