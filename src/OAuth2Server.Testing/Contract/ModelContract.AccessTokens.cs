using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IAccessTokenModel"/> and <see cref="IOAuthModel.SaveTokenAsync"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>Every member of the record, and of the authorization in it.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_access_token_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var tokens = store.NewTokens();
        await store.SaveAsync(tokens);
        Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
    }

    /// <summary>A client that acts for itself: no subject, no resources, no data. Null comes back as null, not as the empty text.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_access_token_without_its_optional_members_comes_back_without_them()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var authorization = store.New.Authorization() with
        {
            Subject = null,
            EndsAt = null,
            Resources = [],
            Properties = Properties.Empty,
            Scope = Scope.Empty,
        };
        var tokens = store.New.Tokens(authorization, withRefresh: false);
        var access = tokens.Record.Access with { Audience = [], Scope = Scope.Empty, TokenType = "Bearer", Properties = Properties.Empty };
        tokens = tokens with { Record = new() { Access = access } };
        await store.SaveAsync(tokens);
        Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
    }

    /// <summary>Null is <c>invalid_token</c>. An attacker may send any text.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_access_token_is_found_by_its_exact_text_only()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var tokens = store.NewTokens();
        await store.SaveAsync(tokens);
        string[] others =
        [
            Texts.Random(), Texts.OtherCase(tokens.AccessText), tokens.AccessText + " ", tokens.AccessText[..^1],
            "", "a.b.c", new('x', 20_000), .. Hostile,
        ];
        foreach (var text in others)
            Promise(await store.FindAccessAsync(text) is null, "GetAccessTokenAsync gives null for a text that is not an access token.");
    }

    /// <summary>The server has only the hash of a token that was exchanged for another one (RFC 8693), which ends with it.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_access_token_is_found_by_its_hash_where_its_text_is_not_there()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var tokens = store.NewTokens();
        await store.SaveAsync(tokens);
        var secret = Secret.OfHash(tokens.Record.Access.Hash);
        AccessToken? found = null;
        try
        {
            found = await store.CallAsync(c => c.FindAccessAsync(secret));
        }
        catch (InvalidOperationException)
        {
            Assert.Fail("GetAccessTokenAsync finds a token by Secret.Hash, and does not call Secret.Reveal.");
        }
        Same.Record(tokens.Record.Access, found);
    }

    /// <summary>The id is public: an attacker who reads it in a log must not be able to use it as a token.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_access_token_is_not_found_by_its_id_or_its_hash()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var tokens = store.NewTokens();
        await store.SaveAsync(tokens);
        var hash = tokens.Record.Access.Hash.ToByteArray();
        string[] others =
            [tokens.Record.Access.Id, Convert.ToHexString(hash), Convert.ToHexStringLower(hash), Convert.ToBase64String(hash)];
        foreach (var text in others)
        {
            Promise(
                await store.FindAccessAsync(text) is null,
                "GetAccessTokenAsync gives null for the id of a token and for its hash as text. Look up by Secret.Hash.");
        }
    }

    /// <summary>Two records of one answer, saved together.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task A_saved_pair_is_found_by_both_of_its_texts()
    {
        await using var store = await OpenAsync<IAccessTokenModel, IRefreshTokenModel>();
        var tokens = store.New.Tokens();
        await store.SaveAsync(tokens);
        Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
        Same.Record(tokens.Record.Refresh!, await store.FindAsync(tokens.HeldRefresh));
    }

    /// <summary>Every refresh adds an access token; none replaces another.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task One_authorization_may_have_many_access_tokens_each_with_its_own_scope()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var authorization = store.New.Authorization();
        string[] scopes = ["photos.read", "photos.write", "PHOTOS.read", "photos.read photos.write", "", "photos.read"];
        var saved = new List<HeldTokens>();
        foreach (var scope in scopes)
        {
            var tokens = store.NewTokens(authorization);
            var access = tokens.Record.Access with { Scope = Scope.Parse(scope), Audience = [] };
            tokens = tokens with { Record = tokens.Record with { Access = access } };
            await store.SaveAsync(tokens);
            saved.Add(tokens);
        }
        foreach (var tokens in saved) Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));
    }

    /// <summary>To the tick: the last one before <see cref="AccessToken.ExpiresAt"/> still counts.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_access_token_is_found_until_the_last_tick_before_it_expires()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var tokens = store.NewTokens();
        await store.SaveAsync(tokens);
        await store.AdvanceAsync(tokens.Record.Access.ExpiresAt - store.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        await store.PruneAsync();
        Same.Record(tokens.Record.Access, await store.FindAccessAsync(tokens.AccessText));

        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        // From now on the model may remove it. As long as it is found, its time says that it is expired, and the library refuses it.
        if (await store.FindAccessAsync(tokens.AccessText) is { } expired) Same.Record(tokens.Record.Access, expired);
    }
}
