using Xunit;

namespace OAuth2Server.Testing;

/// <content>A store holds hashes only.</content>
public abstract partial class ModelContract
{
    /// <summary>An attacker who has the database must not be able to sign in with it. Needs <see cref="ModelFixture.Dump"/>.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task The_store_holds_no_secret_in_the_clear()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        Assert.SkipUnless(store.Fixture.Dump is not null, "The fixture has no Dump.");
        var secrets = await UseEverySecretAsync(store);

        var dump = await store.Fixture.Dump!();
        Promise(
            SecretSearch.Find(dump.Span, "client-in-the-dump") is not null,
            "ModelFixture.Dump gives all bytes of the store: the id of a registered client must be in it, and it is not.");
        if (store.Can<IPasswordModel>() && store.Fixture.AddUser is not null)
        {
            foreach (var password in (string[])[Store.Password, Mistyped(Store.Password)])
            {
                var hash = SecretSearch.FindHash(dump.Span, password);
                Promise(
                    hash is null,
                    $"The store holds an unsalted hash of a password ({hash}). A right model saves passwords as slow hashes, each with a "
                        + "salt.");
            }
        }
        foreach (var (what, text) in secrets)
        {
            var found = SecretSearch.Find(dump.Span, text);
            Promise(
                found is null,
                $"The store holds {what} in the clear ({found}). A right model saves SecretHash alone, passwords as slow salted hashes, "
                    + "and never what Secret.Reveal() gives.");
        }
    }

    // A store sees the texts only when they are presented. So each is presented, in a request as a client sends it.
    private static async Task<List<(string What, string Text)>> UseEverySecretAsync(Store store)
    {
        var client = Store.NewClient("client-in-the-dump");
        var secret = Texts.Random();
        await store.AddClientAsync(client, secret);
        var (code, tokens) = (store.New.Code(), store.NewTokens());
        var request = new TestOAuthRequest(
            ("grant_type", "x"), ("client_secret", secret), ("code", code.Text), ("refresh_token", tokens.RefreshText ?? ""),
            ("password", Store.Password));
        var context = request.WithHeader("Authorization", $"Bearer {tokens.AccessText}").At(store.Clock);
        List<(string, string)> secrets =
            [("a client secret", secret), ("a client secret", store.Secret), ("an access token", tokens.AccessText)];

        await store.CallAsync(c => c.VerifyAsync(client, secret, context));
        secrets.Add(("a client secret that was mistyped", Mistyped(secret)));
        await store.CallAsync(c => c.VerifyAsync(client, Mistyped(secret), context));
        await store.CallAsync(c => c.SaveAsync(tokens.Record, context));
        if (store.Can<IAccessTokenModel>())
        {
            await store.CallAsync(c => c.FindAccessAsync(tokens.Access, context));
            secrets.Add(("a text that is no access token", Mistyped(tokens.AccessText)));
            await store.CallAsync(c => c.FindAccessAsync(new(Mistyped(tokens.AccessText)), context));
        }
        if (store.Can<IAuthorizationCodeModel>())
        {
            secrets.Add(("an authorization code", code.Text));
            await store.CallAsync(c => c.SaveAsync(code.Record, context));
            await store.CallAsync(c => c.FindCodeAsync(code.Secret, context));
            secrets.Add(("a text that is no code", Mistyped(code.Text)));
            await store.CallAsync(c => c.FindCodeAsync(new(Mistyped(code.Text)), context));
            await store.CallAsync(c => c.ConsumeAsync(code.Record, context));
        }
        if (store.Can<IDeviceCodeModel>()) await UseDeviceCodeAsync(store, context, secrets);
        if (store.Can<IPushedRequestModel>()) await UsePushedRequestAsync(store, context, secrets);
        if (store.Can<IRefreshTokenModel>()) await UseRefreshTokenAsync(store, tokens, context, secrets);
        if (store.Can<IPasswordModel>() && store.Fixture.AddUser is not null) await UsePasswordAsync(store, client, context, secrets);
        return secrets;
    }

    private static async Task UsePasswordAsync(Store store, Client client, OAuthContext context, List<(string, string)> secrets)
    {
        secrets.Add(("a password", Store.Password));
        await store.AddUserAsync("dora", Store.Password);
        await store.CallAsync(c => c.SignInAsync("dora", Store.Password, client, context));
        secrets.Add(("a password that was mistyped", Mistyped(Store.Password)));
        await store.CallAsync(c => c.SignInAsync("dora", Mistyped(Store.Password), client, context));
    }

    // It differs in its first character, so that neither text contains the other.
    private static string Mistyped(string text) => (text[0] == 'X' ? 'Z' : 'X') + text[1..];

    private static async Task UseDeviceCodeAsync(Store store, OAuthContext context, List<(string, string)> secrets)
    {
        var device = store.New.Device();
        secrets.AddRange([("a device code", device.Text), ("a user code", device.UserText)]);
        secrets.Add(("a text that is no device code", Mistyped(device.Text)));
        secrets.Add(("a user code that was mistyped", Mistyped(device.UserText)));
        await store.CallAsync(c => c.FindDeviceAsync(new(Mistyped(device.Text)), context));
        await store.CallAsync(c => c.FindByUserCodeAsync(new(Mistyped(device.UserText)), context));
        await store.CallAsync(c => c.SaveAsync(device.Record, context));
        await store.CallAsync(c => c.FindByUserCodeAsync(device.UserCode, context));
        await store.CallAsync(c => c.DecideAsync(device.Record, store.New.Allowed(device.Record), context));
        await store.CallAsync(c => c.FindDeviceAsync(device.Secret, context));
        await store.CallAsync(c => c.PollAsync(device.Record, device.Record.Interval, context));
        await store.CallAsync(c => c.ConsumeAsync(device.Record, context));
    }

    private static async Task UsePushedRequestAsync(Store store, OAuthContext context, List<(string, string)> secrets)
    {
        var request = store.New.Pushed();
        secrets.AddRange([("a reference to a pushed request", request.Text), ("a text that is no reference", Mistyped(request.Text))]);
        await store.CallAsync(c => c.As<IPushedRequestModel>().SavePushedRequestAsync(request.Record, context, default));
        foreach (var text in (string[])[request.Text, Mistyped(request.Text)])
            await store.CallAsync(c => c.As<IPushedRequestModel>().GetPushedRequestAsync(new(text), context, default));
        await VisitAsync(store, request.Record, store.Clock.GetUtcNow().AddMinutes(10));
        await ConsumeAsync(store, request.Record);
    }

    private static async Task UseRefreshTokenAsync(Store store, HeldTokens tokens, OAuthContext context, List<(string, string)> secrets)
    {
        secrets.Add(("a refresh token", tokens.RefreshText!));
        await store.CallAsync(c => c.FindRefreshAsync(tokens.Refresh, context));
        secrets.Add(("a text that is no refresh token", Mistyped(tokens.RefreshText!)));
        await store.CallAsync(c => c.FindRefreshAsync(new(Mistyped(tokens.RefreshText!)), context));
        var successor = store.New.Tokens(tokens.Record.Access.Authorization);
        if (store.Can<IExchangeModel>())
            await store.CallAsync(c => c.ExchangeAsync(tokens.Record.Refresh!, successor.Record, store.New.Replay(), context));
        else
            await store.CallAsync(c => c.ConsumeAsync(tokens.Record.Refresh!, context));
        await store.CallAsync(c => c.FindRefreshAsync(successor.Refresh, context));
        secrets.Add(("a refresh token", successor.RefreshText!));
    }
}
