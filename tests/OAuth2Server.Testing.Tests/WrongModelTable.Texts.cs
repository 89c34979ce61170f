namespace OAuth2Server.Testing.Tests;

/// <content>Texts that are cut or changed, at 64 and at 255 characters, and lists that are not kept as lists.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Texts() => [.. CutTexts(64), .. CutTexts(255), .. Lists()];

    private static IEnumerable<WrongModel> CutTexts(int at)
    {
        const string Tokens = nameof(ModelContract.Long_texts_come_back_whole);
        const string Device = nameof(ModelContract.Long_texts_of_a_device_code_come_back_whole);
        string Cut(string text) => text.Length <= at ? text : text[..at];
        string? CutOrNull(string? text) => text is null ? null : Cut(text);
        Scope CutScope(Scope scope) => Scope.Of(scope.Select(Cut));
        Properties CutValues(Properties all) => all.Aggregate(Properties.Empty, (cut, pair) => cut.With(pair.Key, Cut(pair.Value)));
        Properties CutKeys(Properties all) => all.Aggregate(Properties.Empty, (cut, pair) => cut.With(Cut(pair.Key), pair.Value));

        WrongModel In(string what, Func<Authorization, Authorization> alter, string by = Tokens) =>
            new($"cuts {what} at {at}", by, (inner, _) => new AlteredModel(inner) { FoundAuthorization = alter });
        WrongModel OfAccess(string what, Func<AccessToken, AccessToken> alter) =>
            new($"cuts {what} of an access token at {at}", Tokens, (inner, _) => new AlteredModel(inner) { FoundAccess = alter });
        WrongModel OfCode(string what, Func<AuthorizationCode, AuthorizationCode> alter) =>
            new($"cuts {what} of a code at {at}", Tokens, (inner, _) => new AlteredModel(inner) { FoundCode = alter });
        WrongModel OfDevice(string what, Func<DeviceCode, DeviceCode> alter) =>
            new($"cuts {what} of a device code at {at}", Device, (inner, _) => new AlteredModel(inner) { FoundDevice = alter });

        yield return In("the id", a => a with { Id = Cut(a.Id) });
        yield return In("the issuer", a => a with { Issuer = Cut(a.Issuer) });
        yield return In("the client id", a => a with { ClientId = Cut(a.ClientId) });
        yield return In("the subject", a => a with { Subject = CutOrNull(a.Subject) });
        yield return In("the scope", a => a with { Scope = CutScope(a.Scope) });
        yield return In("the resources", a => a with { Resources = [.. a.Resources.Select(Cut)] });
        yield return In("the data", a => a with { Properties = CutValues(a.Properties) });
        yield return In("the keys of the data", a => a with { Properties = CutKeys(a.Properties) });
        yield return OfAccess("the id", t => t with { Id = Cut(t.Id) });
        yield return OfAccess("the audience", t => t with { Audience = [.. t.Audience.Select(Cut)] });
        yield return OfAccess("the scope", t => t with { Scope = CutScope(t.Scope) });
        yield return OfAccess("the type", t => t with { TokenType = Cut(t.TokenType) });
        yield return OfAccess("the data", t => t with { Properties = CutValues(t.Properties) });
        yield return OfCode("the redirect URI", c => c with { RedirectUri = Cut(c.RedirectUri) });
        yield return OfCode("the data", c => c with { Properties = CutValues(c.Properties) });
        if (at < 128) yield return OfCode("the challenge", c => c with { CodeChallenge = CutOrNull(c.CodeChallenge) });
        yield return new($"cuts the data of a refresh token at {at}", Tokens, (inner, _) => new AlteredModel(inner)
        {
            FoundRefresh = t => t with { Properties = CutValues(t.Properties) },
        });
        yield return OfDevice("the data", d => d with { Properties = CutValues(d.Properties) });
        yield return In("the subject of a device code", a => a with { Subject = CutOrNull(a.Subject) }, Device);
        yield return In("the scope of a device code", a => a with { Scope = CutScope(a.Scope) }, Device);
        yield return new($"cuts the id of a tombstone at {at}",
            nameof(ModelContract.An_authorization_with_a_long_id_is_revoked_and_no_other_one),
            (inner, _) => new AlteredModel(inner) { RevokedId = Cut });
        yield return new($"cuts the id of a mark at {at}", nameof(ModelContract.An_access_token_with_a_long_id_is_revoked_and_no_other_one),
            (inner, _) => new MarksByCutId(inner, at));
        yield return new($"cuts the scope of a consent at {at}", nameof(ModelContract.Long_texts_of_a_consent_come_back_whole),
            (inner, _) => new AlteredModel(inner) { FoundConsent = c => c with { Scope = CutScope(c.Scope) } });
        yield return new($"cuts the key of a consent at {at}", nameof(ModelContract.Long_texts_of_a_consent_come_back_whole),
            (inner, _) => new CutsConsentKeys(inner, at));
        yield return new($"cuts the redirect URIs of a client at {at}", nameof(ModelContract.A_client_comes_back_with_every_member),
            (inner, _) => new AlteredModel(inner) { FoundClient = c => c with { RedirectUris = [.. c.RedirectUris.Select(Cut)] } });
    }

    private static IEnumerable<WrongModel> Lists()
    {
        const string By = nameof(ModelContract.An_audience_comes_back_in_its_order);
        yield return Audience("sorts the audience", a => a.Order(StringComparer.Ordinal));
        yield return Audience("joins the audience by commas", a => string.Join(',', a).Split(',', StringSplitOptions.RemoveEmptyEntries));
        yield return Audience("gives the first of the audience only", a => a.Take(1));
        yield return Audience("gives an audience without regard to case", a => a.Distinct(StringComparer.OrdinalIgnoreCase));
        yield return Audience("reverses the audience", a => a.Reverse());
        yield return new("joins the audience of a successor by commas", nameof(ModelContract.Unusual_values_of_a_successor_come_back),
            (inner, _) => new AlteredModel(inner)
            {
                Successor = t => t with { Access = t.Access with { Audience = [.. string.Join(',', t.Access.Audience).Split(',')] } },
            });
        yield return new("drops the data of a successor", nameof(ModelContract.Unusual_values_of_a_successor_come_back),
            (inner, _) => new AlteredModel(inner)
            {
                Successor = t => t with { Access = t.Access with { Properties = Properties.Empty } },
            });
        yield return new("sorts the resources of an answer", nameof(ModelContract.Unusual_values_of_an_answer_come_back),
            (inner, _) => new AlteredModel(inner)
            {
                FoundDevice = d => d with { Authorization = d.Authorization with { Resources = [.. d.Authorization.Resources.Order()] } },
            });

        static WrongModel Audience(string fault, Func<IEnumerable<string>, IEnumerable<string>> alter) => new(fault, By,
            (inner, _) => new AlteredModel(inner) { FoundAccess = t => t with { Audience = [.. alter(t.Audience)] } });
    }
}
