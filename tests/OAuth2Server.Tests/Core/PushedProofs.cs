using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Core;

/// <summary>The key of a pushed authorization request: that of its proof, of <c>dpop_jkt</c>, or of both.</summary>
[RfcSection("RFC 9449", "10.1")]
public sealed class PushedProofs
{
    private const string PushUrl = Known.Issuer + "/oauth2/par";

    private readonly DPoPClientKey _key = new();
    private readonly Setup _setup = new() { DPoP = new() };

    private async Task<(string? Error, string? Key)> CheckAsync(string? named, string? proof, bool isPushed = true)
    {
        var context = _setup.Environment.Begin(new Request(named, proof));
        context.EndpointPath = "/par";
        var draft = new AuthorizationDraft(context, AuthorizationCodeGrant.Name) { Client = Known.App, IsPushed = isPushed };
        var error = await new DPoPKeyCheck(_setup.Proofs!, new InMemoryReplays()).CheckAsync(draft, TestContext.Current.CancellationToken);
        return (error?.Code, TokenBinding.ConfirmationIn(draft.Properties));
    }

    private string Proof(string? nonce = null) => _key.Prove("POST", PushUrl, _setup.Clock.GetUtcNow(), nonce: nonce);

    [Fact]
    public async Task The_code_is_bound_to_the_key_of_the_proof_of_the_parameter_or_of_both()
    {
        var bound = "jkt=" + _key.Thumbprint;
        Assert.Equal((null, bound), await CheckAsync(null, Proof()));
        Assert.Equal((null, bound), await CheckAsync(_key.Thumbprint, null));
        Assert.Equal((null, bound), await CheckAsync(_key.Thumbprint, Proof()));
        Assert.Equal((null, null), await CheckAsync(null, null));
    }

    [Fact]
    public async Task A_proof_of_another_key_than_the_parameter_names_is_refused_and_so_is_a_wrong_one()
    {
        Assert.Equal(("invalid_dpop_proof", null), await CheckAsync(new DPoPClientKey().Thumbprint, Proof()));
        Assert.Equal(("invalid_dpop_proof", null), await CheckAsync(null, "x"));
        Assert.Equal(("use_dpop_nonce", null), await CheckAsync(null, Proof("x")));
        var forToken = _key.Prove("POST", Known.Issuer + "/oauth2/token", _setup.Clock.GetUtcNow());
        Assert.Equal(("invalid_dpop_proof", null), await CheckAsync(null, forToken));
    }

    [Fact]
    public async Task The_proof_of_a_request_that_was_not_pushed_is_not_read() =>
        Assert.Equal((null, null), await CheckAsync(null, "x", isPushed: false));

    private sealed class Request(string? named, string? proof) : OAuthRequest
    {
        public override string Method => "POST";

        public override Uri Uri { get; } = new("https://elsewhere.example.net/oauth2/par");

        public override RequestParameters Parameters { get; } =
            RequestParameters.Of(named is null ? [] : [KeyValuePair.Create("dpop_jkt", named)]);

        public override IReadOnlyList<string?> Header(string name) => name == "DPoP" && proof is not null ? [proof] : [];
    }
}
