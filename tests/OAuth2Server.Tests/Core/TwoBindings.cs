namespace OAuth2Server.Tests.Core;

/// <summary>A server that binds tokens to DPoP keys and to certificates: the order in which the two were added does not count.</summary>
[RfcSection("RFC 9449", "5")]
[RfcSection("RFC 8705", "3.4")]
public sealed class TwoBindings
{
    private static readonly (string, string) Key = ("X-Key", "k1");
    private static readonly (string, string) Certificate = ("X-Certificate", "c1");

    private static readonly Client OfCertificate = Known.App with { TlsClientCertificateBoundAccessTokens = true };

    private readonly Setup _setup = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_tokens_of_a_request_with_both_are_bound_to_the_key_of_the_proof(bool keyFirst)
    {
        var server = Start(keyFirst, Known.App);
        await MustBindAsync(await RedeemAsync(server, Key, Certificate), "DPoP", "jkt=k1");
        await MustBindAsync(await RedeemAsync(server, Certificate), "Bearer", "x5t#S256=c1");
        await MustBindAsync(await RedeemAsync(server), "Bearer", null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_is_registered_for_its_certificate_does_not_lose_it_to_a_proof(bool keyFirst)
    {
        var server = Start(keyFirst, OfCertificate);
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code), Key, Certificate)).MustRefuse("invalid_request");
        (await server.TokenAsync(Known.Redemption(code), Key)).MustRefuse("invalid_request");
        // Nothing was consumed.
        await MustBindAsync((await server.TokenAsync(Known.Redemption(code), Certificate)).MustIssue(), "Bearer", "x5t#S256=c1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [RfcSection("RFC 9449", "10")]
    public async Task A_code_is_compared_with_the_key_of_its_own_kind(bool keyFirst)
    {
        var server = Start(keyFirst, Known.App, new CodeOfKey());
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()), Certificate)).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()), ("X-Key", "k2"), Certificate)).MustRefuse("invalid_grant");
        await MustBindAsync(await RedeemAsync(server, Key, Certificate), "DPoP", "jkt=k1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [RfcSection("RFC 8705", "4")]
    public async Task A_refresh_token_is_compared_with_the_key_of_its_own_kind(bool keyFirst)
    {
        var server = Start(keyFirst, OfCertificate);
        var refresh = Known.Refresh((await RedeemAsync(server, Certificate)).RefreshToken);
        // The registration changed.
        server.Store.AddClient(Known.App);
        (await server.TokenAsync(refresh, Key)).MustRefuse("invalid_grant");
        (await server.TokenAsync(refresh, Key, ("X-Certificate", "c2"))).MustRefuse("invalid_grant");
        await MustBindAsync((await server.TokenAsync(refresh, Key, Certificate)).MustIssue(), "DPoP", "jkt=k1");
    }

    private TestServer Start(bool keyFirst, Client client, params IAuthorizationCheck[] checks)
    {
        ITokenBinding[] kinds =
        [
            new HeaderKey("X-Key", "jkt", "DPoP"), new HeaderKey("X-Certificate", "x5t#S256", "Bearer"),
        ];
        _setup.Store.AddClient(client);
        _setup.Parts = new() { TokenBindings = keyFirst ? kinds : kinds.Reverse(), AuthorizationChecks = checks };
        return new(_setup, InProcess.Start(_setup));
    }

    private static async Task<Answer> RedeemAsync(TestServer server, params (string, string)[] headers) =>
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()), headers)).MustIssue();

    private async Task MustBindAsync(Answer issued, string type, string? confirmation)
    {
        Assert.Equal(type, issued["token_type"]);
        var token = await _setup.Store.GetAccessTokenAsync(
            new(issued.AccessToken), Records.Context(), TestContext.Current.CancellationToken);
        Assert.Equal(confirmation, TokenBinding.ConfirmationIn(token!.Properties));
    }

    /// <summary>Stands for a proof or a certificate: a header has the thumbprint.</summary>
    private sealed class HeaderKey(string header, string kind, string type) : ITokenBinding
    {
        public ValueTask<Outcome<TokenBinding>> BindAsync(Client client, OAuthContext context, CancellationToken ct) =>
            new(context.Request.Header(header) is [{ } thumbprint] ? new TokenBinding(kind, thumbprint, type) : TokenBinding.None);
    }

    /// <summary>Stands for <c>dpop_jkt</c>.</summary>
    private sealed class CodeOfKey : IAuthorizationCheck
    {
        public ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct)
        {
            draft.Properties = new TokenBinding("jkt", "k1", "DPoP").WriteTo(draft.Properties);
            return default;
        }
    }
}
