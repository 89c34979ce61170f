namespace OAuth2Server.Tests.Core;

/// <summary>Settings of dynamic registration that cannot work stop the start; dangerous ones are a warning.</summary>
[RfcSection("RFC 7591", "5")]
public sealed class ClientRegistrationOptionsTests
{
    private static readonly string Hash = Convert.ToHexString(SecretHash.Of("token").ToByteArray());

    [Fact]
    public void Off_is_the_default_and_has_no_warning()
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer };
        Assert.Equal(RegistrationMode.Off, options.ClientRegistration.Mode);
        Assert.Empty(options.Validate());
        Assert.Empty(options.Warnings());
    }

    [Fact]
    public void A_setting_that_cannot_work_is_a_problem()
    {
        MustComplain("ClientRegistration.Mode", o => o.Mode = (RegistrationMode)9);
        MustComplain("ClientRegistration.Mode", o => o.Mode = RegistrationMode.InitialAccessToken);
        MustComplain("ClientRegistration.InitialAccessTokens", o => o.InitialAccessTokens = ["the token itself"]);
        MustComplain("ClientRegistration.InitialAccessTokens", o => o.InitialAccessTokens = [Hash[..^1] + "g"]);
        MustComplain("ClientRegistration.Scopes", o => o.Scopes = ["two words"]);
        MustComplain("ClientRegistration.UnusedAfter", o => o.UnusedAfter = TimeSpan.FromMinutes(59));
        MustComplain("ClientRegistration.UnusedAfter", o => o.UnusedAfter = TimeSpan.FromDays(366));
        Assert.Empty(Problems(o => (o.Mode, o.InitialAccessTokens, o.UnusedAfter) = (RegistrationMode.InitialAccessToken, [Hash], null)));
    }

    [Fact]
    public void A_problem_does_not_show_a_token() =>
        Assert.DoesNotContain("token itself", Assert.Single(Problems(o => o.InitialAccessTokens = ["the token itself"])),
            StringComparison.Ordinal);

    [Fact]
    public void An_open_registration_is_a_warning()
    {
        Assert.Contains(Warnings(o => o.Mode = RegistrationMode.Open), w => w.Contains("Mode is Open", StringComparison.Ordinal));
        Assert.Contains(
            Warnings(o => (o.Mode, o.GrantTypes) = (RegistrationMode.Open, ["client_credentials"])),
            w => w.Contains("without a user", StringComparison.Ordinal));
        Assert.Empty(Warnings(o => (o.Mode, o.InitialAccessTokens, o.Scopes) = (RegistrationMode.InitialAccessToken, [Hash], ["a"])));
    }

    [Fact]
    public void A_model_or_a_policy_that_is_missing_stops_the_start()
    {
        var setup = new Setup { Model = new DelegatingModel(new Setup().Store) };
        Registering.Open(setup);
        Assert.Contains("IClientRegistrationModel", Assert.Throws<ArgumentException>(setup.Server).Message, StringComparison.Ordinal);

        var other = new Setup();
        other.Options.ClientRegistration.Mode = RegistrationMode.Policy;
        Assert.Contains("IClientRegistrationPolicy", Assert.Throws<ArgumentException>(other.Server).Message, StringComparison.Ordinal);
    }

    private static void MustComplain(string setting, Action<ClientRegistrationOptions> change) =>
        Assert.StartsWith(setting + " ", Assert.Single(Problems(change)), StringComparison.Ordinal);

    private static string[] Problems(Action<ClientRegistrationOptions> change) => [.. With(change).Validate()];

    private static string[] Warnings(Action<ClientRegistrationOptions> change) => [.. With(change).Warnings()];

    private static OAuth2ServerOptions With(Action<ClientRegistrationOptions> change)
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer };
        change(options.ClientRegistration);
        return options;
    }
}
