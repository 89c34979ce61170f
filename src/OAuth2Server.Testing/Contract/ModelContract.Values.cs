using Xunit;

namespace OAuth2Server.Testing;

/// <content>Values that are legal but unusual come back as they were saved, in every record.</content>
public abstract partial class ModelContract
{
    private static readonly string[] UnusualTexts =
    [
        "ALICE", "Alice", " alice", "alice ", "alice\t", "al'ice", "\"alice\"", "100% _x_ *", "back\\slash \\0 \\u0000",
        "Jürgen Ωmega 李 🙂",
        "e\u0301 is not \u00e9", "\u00e9", "ﬁ ß İ ı", "\u200fright\u200e to left", "https://idp.example.com/users?id=1&x=%2F#a",
        "<script>alert(1)</script>", "{0} ${x} $1 @p0 :p0", "0x00", "007", "1e3", "true", "null", "NULL", new('s', 255),
    ];

    /// <summary>Keys that this version of the store does not know: later versions of the library add some.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task Unknown_properties_come_back_from_every_record()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var strange = UnusualTexts.Aggregate(Properties.Empty, (all, text) => all.With(text, text).With("of " + text, ""));
        var many = Enumerable.Range(0, 200).Aggregate(Properties.Empty, (all, i) => all.With($"key {i}", $"value {i}"));
        var large = string.Concat(Enumerable.Repeat("0123456789äöü🙂", 1000));
        var lines = Properties.Empty.With("lines", "a\r\nb\n\n\tc\u001f").With("", "the empty key").With("large", large);
        foreach (var properties in (Properties[])[Properties.Empty, strange, many, lines])
        {
            await ComeBackAsync(store, store.New.Authorization() with { Properties = properties });
            await ComeBackAsync(store, store.New.Authorization(), properties);
        }
    }

    /// <summary>A subject is any text that the user store of the application made; two that look alike are two subjects.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_subject_may_be_any_text()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        Assert.SkipWhen(store.Fixture.SubjectsAreUsers, "The fixture has SubjectsAreUsers: the store chooses the subjects.");
        foreach (var subject in UnusualTexts) await ComeBackAsync(store, store.New.Authorization() with { Subject = subject });
    }

    /// <summary>Ids are compared ordinally: two that differ in case, or by a space, belong to two records.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task Ids_that_look_alike_are_two()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var id = Texts.Random();
        string[] ids = [id, Texts.OtherCase(id), id + " ", " " + id, new('I', 200)];
        var saved = new List<HeldTokens>();
        foreach (var text in ids)
        {
            var tokens = store.NewTokens(store.New.Authorization() with { Id = text, Properties = Properties.Empty.With("id", text) });
            tokens = tokens with { Record = tokens.Record with { Access = tokens.Record.Access with { Id = text } } };
            await store.SaveAsync(tokens);
            saved.Add(tokens);
        }
        foreach (var tokens in saved) Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
    }

    /// <summary>One store can serve several issuers: each record has its issuer, exactly.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task The_issuer_comes_back_exactly()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        string[] issuers =
        [
            "https://auth.example.com", "https://auth.example.com/", "https://AUTH.example.com/Tenant%20One",
            "https://auth.example.com:8443/a/b/c",
            "http://[::1]:5000",
        ];
        foreach (var issuer in issuers)
            await ComeBackAsync(store, store.New.Authorization() with { Issuer = issuer });
    }

    /// <summary>Resources are URIs, compared as text. They keep the order in which they were granted; none is an empty list.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task Resources_come_back_in_their_order()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        string[][] lists =
        [
            [], ["urn:b", "urn:a", "urn:B"], ["https://api.example.com/a,b;c d'e\"f[g]?x=%2C|y"],
            ["https://api.example.com/" + new string('r', 500)],
        ];
        foreach (var resources in lists) await ComeBackAsync(store, store.New.Authorization() with { Resources = [.. resources] });
    }

    /// <summary>The same for the audience of an access token: a resource server compares its own URI with each of them.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_audience_comes_back_in_its_order()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        string[][] lists =
        [
            [], ["urn:b", "urn:a", "urn:B", "urn:c"], ["https://api.example.com/a,b;c|d", "https://api.example.com/e,f"], ["urn:a,urn:b"],
        ];
        foreach (var audience in lists)
        {
            var tokens = store.NewTokens();
            tokens = tokens with { Record = tokens.Record with { Access = tokens.Record.Access with { Audience = [.. audience] } } };
            await store.SaveAsync(tokens);
            Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
        }
    }

    /// <summary>Every character that a scope name may have (RFC 6749 §3.3); names differ by case.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_scope_may_have_every_legal_character()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var every = new string([.. EveryVsChar.Where(c => c is not (' ' or '"' or '\\'))]);
        var many = Scope.Of(Enumerable.Range(0, 100).Select(i => $"scope.number.{i}"));
        foreach (var scope in (Scope[])[Scope.Empty, Scope.Of("a", "A"), Scope.Of(every, "https://x.example/y?z=1", "%41", "a,b"), many])
            await ComeBackAsync(store, store.New.Authorization() with { Scope = scope });
    }

    private static async Task ComeBackAsync(Store store, Authorization authorization, Properties? properties = null)
    {
        Assert.SkipUnless(
            store.Can<IAccessTokenModel>() || store.Can<IRefreshTokenModel>() || store.Can<IAuthorizationCodeModel>(),
            "The model has no look-up.");
        var (tokens, code) = (store.NewTokens(authorization), store.New.Code(authorization));
        if (properties is not null)
        {
            var refresh = tokens.Record.Refresh is { } r ? r with { Properties = properties } : null;
            tokens = tokens with { Record = new() { Access = tokens.Record.Access with { Properties = properties }, Refresh = refresh } };
            code = code with { Record = code.Record with { Properties = properties } };
        }

        await store.SaveAsync(tokens);
        await IsSavedAsync(store, tokens);
        if (!store.Can<IAuthorizationCodeModel>()) return;
        await store.SaveAsync(code);
        Same.Record(code.Record, await store.FindAsync(code));
    }
}
