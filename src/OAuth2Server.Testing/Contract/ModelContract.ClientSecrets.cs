using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IOAuthModel.VerifyClientSecretAsync"/>.</content>
public abstract partial class ModelContract
{
    /// <summary>True for the secret, and for no other text.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_client_secret_is_verified_exactly()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var secret = store.Secret;
        Promise(await VerifiesAsync(store, "client", secret), "VerifyClientSecretAsync is true for the client's secret.");

        var hex = Convert.ToHexString(SecretHash.Of(secret).ToByteArray());
        string[] wrong =
        [
            "", " ", Texts.OtherCase(secret), secret + " ", " " + secret, secret[..^1], secret + "x", hex, hex.ToLowerInvariant(), "%",
            "' OR '1'='1",
        ];
        foreach (var text in wrong)
        {
            Promise(
                !await VerifiesAsync(store, "client", text),
                "VerifyClientSecretAsync is false for every text but the client's secret: another case, cut, with a space, its hash.");
        }
    }

    /// <summary>Each client has its own.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task The_secret_of_another_client_is_refused()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var others = Texts.Random();
        await store.AddClientAsync(Store.NewClient("other"), others);

        Promise(await VerifiesAsync(store, "other", others), "VerifyClientSecretAsync is true for each client's own secret.");
        Promise(!await VerifiesAsync(store, "client", others), "VerifyClientSecretAsync is false for the secret of another client.");
    }

    /// <summary>A public client has no secret, so every secret is wrong, the empty one too.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_public_client_has_no_valid_secret()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        await store.AddClientAsync(Store.NewClient("app", ClientType.Public));
        foreach (var text in (string[])["", " ", "null", store.Secret])
            Promise(!await VerifiesAsync(store, "app", text), "VerifyClientSecretAsync is false for every text if the client is public.");
    }

    /// <summary>A hash function that reads only the first 72 bytes (bcrypt does) would take the second for the first.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task A_long_secret_of_unusual_characters_is_read_to_its_end()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var secret = EveryVsChar + EveryVsChar + EveryVsChar + Texts.Random();
        await store.AddClientAsync(Store.NewClient("long"), secret);

        Promise(
            await VerifiesAsync(store, "long", secret),
            "VerifyClientSecretAsync is true for a long secret with every legal character (RFC 6749 §A.2).");
        Promise(
            !await VerifiesAsync(store, "long", secret[..^1] + "~"),
            "VerifyClientSecretAsync is false for a long secret that differs in the last character: hash the whole text.");
    }

    private static Task<bool> VerifiesAsync(Store store, string clientId, string secret) => store.CallAsync(async c =>
    {
        var client = await c.FindClientAsync(clientId);
        Promise(client is not null, "GetClientAsync gives the client that was registered.");
        return await c.VerifyAsync(client!, secret);
    });
}
