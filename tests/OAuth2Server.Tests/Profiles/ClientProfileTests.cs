using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Profiles;

/// <summary>A client that has a stricter profile than the server: its requests follow the rules that are errors, and those of other clients
/// do not change.</summary>
public sealed class ClientProfileTests
{
    private const string PushUrl = Known.Issuer + "/oauth2/par";

    private static readonly (string, string) Bank = ("X-Key", "bank");

    private readonly Setup _setup = new();

    [Theory]
    [InlineData(SecurityProfile.None, true)]
    [InlineData(SecurityProfile.OAuth21, false)]
    [InlineData(SecurityProfile.Rfc9700, false)]
    [RfcSection("RFC 9700", "2.1.1")]
    public async Task A_challenge_that_shows_its_verifier_is_refused(SecurityProfile profile, bool isAccepted)
    {
        _setup.Options.AllowPlainPkce = true;
        _setup.Store.AddClient(Known.App.WithProfile(profile));
        await using var server = new TestServer(_setup, InProcess.Start(_setup));
        var plain = Known.Authorization.With("code_challenge", Known.Verifier).With("code_challenge_method", "plain");
        var answer = await server.AuthorizeAsync(plain);
        if (isAccepted) answer.MustGiveCode();
        else answer.MustRedirectError("invalid_request");
    }

    [Theory]
    [InlineData(SecurityProfile.None, true)]
    [InlineData(SecurityProfile.OAuth21, false)]
    [InlineData(SecurityProfile.Rfc9700, false)]
    [RfcSection("RFC 9700", "2.4")]
    public async Task The_password_grant_is_refused(SecurityProfile profile, bool isAccepted)
    {
        _setup.Store.AddClient(Known.Web.WithProfile(profile), Known.WebSecret);
        await using var server = new TestServer(_setup, InProcess.Start(_setup));
        var answer = await server.TokenAsync(Known.PasswordOfAlice, Known.WebBasic);
        if (isAccepted) answer.MustIssue();
        else answer.MustRefuse("unauthorized_client");
    }

    [Theory]
    [InlineData(SecurityProfile.None, 300)]
    [InlineData(SecurityProfile.Fapi2, 60)]
    [RfcSection("FAPI 2.0", "5.3.2.2")]
    public async Task A_pushed_request_is_valid_for_a_minute_at_most(SecurityProfile profile, int seconds)
    {
        _setup.Options.PushedRequestLifetime = TimeSpan.FromMinutes(5);
        await using var server = StartBank(profile);
        var pushed = (await server.PushAsync(Known.WebAuthorization.With("client_id", "bank"), Bank)).MustBe(201);
        Assert.Equal(seconds, pushed.Json.GetProperty("expires_in").GetInt32());
        _setup.Clock.Advance(TimeSpan.FromSeconds(seconds));
        (await server.AuthorizeAsync([("client_id", "bank"), ("request_uri", pushed["request_uri"]!)])).MustBe(400);
    }

    [Theory]
    [InlineData(SecurityProfile.None, "ES384", true)]
    [InlineData(SecurityProfile.None, "RS256", true)]
    [InlineData(SecurityProfile.Fapi2, "ES256", true)]
    [InlineData(SecurityProfile.Fapi2, "PS256", true)]
    [InlineData(SecurityProfile.Fapi2, "ES384", false)]
    [InlineData(SecurityProfile.Fapi2, "RS256", false)]
    [RfcSection("FAPI 2.0", "5.4.1")]
    public async Task A_proof_is_signed_with_an_algorithm_of_the_profile(SecurityProfile profile, string algorithm, bool isAccepted)
    {
        await using var server = StartBank(profile);
        var key = new DPoPClientKey(algorithm);
        (string, string) Proof(string address) => ("DPoP", key.Prove("POST", address, _setup.Clock.GetUtcNow()));

        var issued = await server.TokenAsync(Known.ClientCredentials, Bank, Proof(Known.Issuer + "/oauth2/token"));
        var pushed = await server.PushAsync(Known.WebAuthorization.With("client_id", "bank"), Bank, Proof(PushUrl));
        if (isAccepted)
        {
            Assert.Equal("DPoP", issued.MustIssue()["token_type"]);
            pushed.MustBe(201);
        }
        else
        {
            issued.MustRefuse("invalid_dpop_proof");
            pushed.MustRefuse("invalid_dpop_proof");
        }
    }

    private TestServer StartBank(SecurityProfile profile)
    {
        _setup.DPoP = new() { Algorithms = ["ES256", "ES384", "PS256", "RS256"] };
        var bank = Known.Web with { Id = "bank", AuthenticationMethods = ["private_key_jwt"] };
        _setup.Store.AddClient(bank.WithProfile(profile));
        _setup.Parts = new()
        {
            ClientAuthentication = [new KeyMethod(_setup.Model), new NoClientAuthentication(_setup.Model)],
            TokenBindings = [new DPoPBinding(_setup.Proofs!, _setup.Replays)],
            AuthorizationChecks = [new DPoPKeyCheck(_setup.Proofs!, _setup.Replays)],
        };
        return new(_setup, InProcess.Start(_setup));
    }
}
