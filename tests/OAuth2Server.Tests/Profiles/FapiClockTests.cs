using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Profiles;

/// <summary>How far the time of a DPoP proof may be ahead of the clock of the server.</summary>
[RfcSection("FAPI 2.0", "5.3.2.1")]
public sealed class FapiClockTests
{
    private readonly DPoPClientKey _key = new();

    [Theory]
    [InlineData(10, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(240, false)]
    [InlineData(-240, true)]
    public async Task The_profile_accepts_a_proof_that_is_60_seconds_ahead_at_the_most_whatever_the_settings_say(
        int seconds, bool isAccepted)
    {
        foreach (var profile in new[] { "server", "client" })
        {
            var answer = await SendAsync(Start(profile, new() { ProofLifetime = TimeSpan.FromMinutes(5) }), seconds);
            if (isAccepted) answer.MustIssue();
            else answer.MustRefuse("invalid_dpop_proof");
        }
        (await SendAsync(Start("none", new() { ProofLifetime = TimeSpan.FromMinutes(5) }), seconds)).MustIssue();
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(-3600, true)]
    public async Task A_nonce_does_not_replace_this_limit(int seconds, bool isAccepted)
    {
        var server = Start("client", new() { RequireNonce = true });
        var nonce = (await SendAsync(server, 0)).Header("DPoP-Nonce");
        var answer = await SendAsync(server, seconds, nonce);
        if (isAccepted) answer.MustIssue();
        else answer.MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    [RfcSection("RFC 9449", "8")]
    public async Task Without_the_profile_a_nonce_replaces_the_check_of_the_time()
    {
        var server = Start("none", new() { RequireNonce = true });
        var nonce = (await SendAsync(server, 0)).Header("DPoP-Nonce");
        (await SendAsync(server, 3600, nonce)).MustIssue();
    }

    [Fact]
    public void The_limit_of_the_profile_is_60_seconds_and_a_shorter_one_stays()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), SecurityProfile.Fapi2.LimitClockSkew(TimeSpan.FromMinutes(5)));
        Assert.Equal(TimeSpan.FromSeconds(10), SecurityProfile.Fapi2.LimitClockSkew(TimeSpan.FromSeconds(10)));
        Assert.Equal(TimeSpan.FromMinutes(5), SecurityProfile.Rfc9700.LimitClockSkew(TimeSpan.FromMinutes(5)));
    }

    private Task<Answer> SendAsync(TestServer server, int seconds, string? nonce = null) => server.TokenAsync(
        Known.ClientCredentials, ("X-Key", "bank"),
        ("DPoP", _key.Prove("POST", Known.Issuer + "/oauth2/token", server.Clock.GetUtcNow().AddSeconds(seconds), nonce: nonce)));

    private TestServer Start(string profile, DPoPOptions options)
    {
        var setup = new Setup();
        var bank = Known.Web with { Id = "bank", AuthenticationMethods = ["private_key_jwt"] };
        setup.Store.AddClient(profile == "client" ? bank.WithProfile(SecurityProfile.Fapi2) : bank);
        if (profile == "server") setup.Options.UseProfile(SecurityProfile.Fapi2);
        setup.Parts = new()
        {
            ClientAuthentication = [new KeyMethod(setup.Model)],
            TokenBindings = [new DPoPBinding(new DPoPProofs(options), new InMemoryReplays())],
        };
        return new(setup, InProcess.Start(setup));
    }
}
