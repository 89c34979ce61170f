namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>PKCE with S256 (FAPI 2.0 §5.3.2.2).</summary>
public sealed class PkceTests
{
    [Fact, Module("par-ensure-pkce-required")]
    public async Task A_push_without_a_challenge_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();

        var push = site.NewClient().Push(("code_challenge", null), ("code_challenge_method", null));

        (await push.SendAsync()).Refused("invalid_request");
    }

    [Theory, Module("par-plain-pkce-rejected")]
    [InlineData("plain")]
    [InlineData(null)]
    public async Task A_push_with_a_plain_challenge_is_refused(string? method)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();

        (await client.Push(("code_challenge", client.Verifier), ("code_challenge_method", method)).SendAsync()).Refused("invalid_request");
    }

    [Theory, Module("ensure-pkce-code-verifier-required"), Module("incorrect-pkce-code-verifier-rejected")]
    [InlineData(null)]
    [InlineData("another-verifier-another-verifier-another-verifier")]
    public async Task A_code_without_its_verifier_is_refused(string? verifier)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await client.CodeAsync());
        redeem.Form["code_verifier"] = verifier;

        (await redeem.SendAsync()).Refused("invalid_grant");
    }
}
