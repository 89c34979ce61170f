using System.Collections.Immutable;

namespace OAuth2Server.Tests.Profiles;

/// <summary>Each rule finds what breaks it, and nothing in a server that follows it.</summary>
public sealed class RuleTests
{
    private static readonly Client Strict = new()
    {
        Id = "strict",
        Type = ClientType.Confidential,
        AuthenticationMethods = ["private_key_jwt"],
        GrantTypes = ["authorization_code", "refresh_token"],
        RedirectUris = ["https://strict.example.org/cb"],
        Jwks = """{"keys":[]}""",
        DPoPBoundAccessTokens = true,
    };

    private static readonly (string Name, object Value)[] FapiMetadata =
    [
        ("dpop_signing_alg_values_supported", new[] { "ES256" }),
        ("id_token_signing_alg_values_supported", new[] { "PS256" }),
    ];

    private static readonly Dictionary<string, Action<Case>> Breaks = new()
    {
        ["OAUTH21-10-password"] = c => c.WithPassword = true,
        ["RFC9700-2.1.1-plain"] = c => c.Change = o => o.AllowPlainPkce = true,
        ["OAUTH21-1.5-issuer"] = c => c.Change = o => o.Issuer = "http://localhost:5000",
        ["RFC6749-2.3.1-attempts"] = c => c.Change = o => o.BruteForceShield = false,
        ["RFC7662-2.2-current"] = c => c.Change = o => o.CheckClientAndUserOfTokens = false,
        ["RFC6749-4.1.2-code"] = c => c.Change = o => o.AuthorizationCodeLifetime = TimeSpan.FromSeconds(61),
        ["RFC6819-5.1.5.3-access"] = c => c.Change = o => o.AccessTokenLifetime = TimeSpan.FromHours(25),
        ["RFC9700-4.14.2-expiry"] = c => c.Change = o => o.RefreshTokenLifetime = TimeSpan.FromDays(401),
        ["RFC9700-4.14.2-end"] = c => c.Change = o => o.AuthorizationLifetime = null,
        ["RFC9700-4.14.2-rotation"] = c => c.Change = o => (o.Profile, o.AlwaysIssueNewRefreshToken) = (SecurityProfile.None, false),
        ["RFC9700-2.2.1-bound"] = c => c.Metadata = c.Metadata.RemoveAt(0),
        ["FAPI2-5.3.2.1-bound"] = c => c.Metadata = c.Metadata.RemoveAt(0),
        ["FAPI2-5.3.2.1-authentication"] = c => c.Method = "badge",
        ["FAPI2-5.3.2.1-code"] = c => c.Change = o => o.AuthorizationCodeLifetime = TimeSpan.FromSeconds(61),
        ["FAPI2-5.3.2.1-rotation"] = c => c.Change = o => o.AlwaysIssueNewRefreshToken = true,
        ["FAPI2-5.3.2.2-par"] = c => c.Change = o => o.RequirePushedAuthorizationRequests = false,
        ["FAPI2-5.3.2.2-par-endpoint"] = c => c.WithPushes = false,
        ["FAPI2-5.3.2.2-par-lifetime"] = c => c.Change = o => o.PushedRequestLifetime = TimeSpan.FromSeconds(600),
        ["FAPI2-5.4.1-algorithms"] = c => c.Metadata =
            c.Metadata.Add(("token_endpoint_auth_signing_alg_values_supported", new[] { "ES256", "RS256" })),
        ["FAPI2-5.4.1-keys"] = c =>
            c.Metadata = c.Metadata.SetItem(1, ("id_token_signing_alg_values_supported", new[] { "RS256", "ES384" })),
        ["FAPI2-5.4.1-resource"] = c => c.Change = o => o.Resources = [new() { Resource = Known.Mail, SigningAlgorithm = "RS256" }],
        ["OAUTH21-10-client-password"] = c => c.Client = c.Client with { GrantTypes = ["password"] },
        ["RFC6749-4.4-public"] = c =>
            c.Client = c.Client with { Type = ClientType.Public, AuthenticationMethods = [], GrantTypes = ["client_credentials"] },
        ["RFC9700-2.1-redirect"] = c => c.Client = c.Client with { RedirectUris = ["https://strict.example.org/cb#fragment"] },
        ["OAUTH21-4.1.1-pkce"] = c => c.Client = c.Client with { RequirePkce = false },
        ["RFC8252-8.3-localhost"] = c => c.Client = c.Client with { AnyLocalhostPort = true },
        ["RFC8252-7.1-scheme"] = c => c.Client = c.Client with { SchemesWithoutDot = true },
        ["RFC8252-8.6-consent"] = c => c.Client = c.Client with { FirstParty = true, Type = ClientType.Public },
        ["RFC9700-2.5-asymmetric"] = c => c.Client = c.Client with { AuthenticationMethods = [] },
        ["RFC7523-3-audience"] = c => c.Client = c.Client with { AcceptsEndpointAudience = true },
        ["RFC6819-5.1.5.3-client-access"] = c => c.Client = c.Client with { AccessTokenLifetime = TimeSpan.FromHours(25) },
        ["RFC9700-4.14.2-client-expiry"] = c => c.Client = c.Client with { RefreshTokenLifetime = TimeSpan.FromDays(401) },
        ["RFC7591-2-keys"] = c => c.Client = c.Client with { JwksUri = "https://strict.example.org/jwks" },
        ["RFC8705-2-registration"] = c => c.Client = c.Client with { AuthenticationMethods = ["tls_client_auth"] },
        ["FAPI2-5.3.2.1-confidential"] = c => c.Client = c.Client with { Type = ClientType.Public },
        ["FAPI2-5.3.2.1-client-authentication"] = c =>
            c.Client = c.Client with { AuthenticationMethods = ["private_key_jwt", "client_secret_basic"] },
        ["FAPI2-5.3.2.1-client-audience"] = c => c.Client = c.Client with { AcceptsEndpointAudience = true },
        ["FAPI2-5.3.2.1-client-bound"] = c => c.Client = c.Client with { DPoPBoundAccessTokens = false },
        ["FAPI2-5.3.2.2-pkce"] = c => c.Client = c.Client with { RequirePkce = false },
        ["FAPI2-5.3.2.2-redirect"] = c => c.Client = c.Client with { RedirectUris = ["http://strict.example.org/cb"] },
        ["FAPI2-5.4.1-client-assertion"] = c => c.Client = c.Client with { TokenEndpointAuthSigningAlg = "RS256" },
        ["FAPI2-5.4.1-request-object"] = c => c.Client = c.Client with { RequestObjectSigningAlg = "RS256" },
        ["FAPI2-5.4.1-client-id-token"] = c =>
            c.Client = c.Client with { Properties = Properties.Empty.With("id_token_signed_response_alg", "RS256") },
        ["FAPI2-5.4.1-client-introspection"] = c => c.Client = c.Client with { IntrospectionSignedResponseAlg = "RS256" },
    };

    public static TheoryData<string> Ids { get; } = [.. ProfileRule.All.Select(rule => rule.Id)];

    [Fact]
    public void A_server_that_follows_the_strictest_profile_has_no_findings() => Assert.Empty(new Case().Examine().Findings);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_finds_what_breaks_it(string id)
    {
        var broken = new Case();
        Breaks[id](broken);
        var finding = Assert.Single(broken.Examine().Findings, finding => finding.Rule.Id == id);
        Assert.Contains(finding.Rule.Section, finding.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Rule.Title, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Rule.Remedy, StringComparison.Ordinal);
        if (finding.ClientId is not null) Assert.Equal("strict", finding.ClientId);
        if (finding.Setting is { } setting)
            Assert.NotNull((finding.ClientId is null ? typeof(OAuth2ServerOptions) : typeof(Client)).GetProperty(setting));
    }

    [Fact]
    public void A_server_that_signs_for_other_clients_with_an_algorithm_that_the_profile_forbids_breaks_no_rule() =>
        Assert.Empty(new Case
        {
            Metadata = [FapiMetadata[0], ("id_token_signing_alg_values_supported", new[] { "RS256", "ES256" })],
        }.Examine().Findings);

    [Fact]
    public void A_resource_server_may_have_a_secret_and_a_client_that_gets_tokens_or_registered_itself_may_not()
    {
        const string Rule = "FAPI2-5.3.2.1-client-authentication";
        ProfileReport Of(Client client) => new Case { Client = client }.Examine();
        var api = Strict with { AuthenticationMethods = [], GrantTypes = [], RedirectUris = [] };
        Assert.DoesNotContain(Of(api).Findings, finding => finding.Rule.Severity == RuleSeverity.Error);
        Assert.Contains(Of(api.AsSelfRegistered()).Findings, finding => finding.Rule.Id == Rule);
        Assert.Contains(Of(api with { GrantTypes = ["client_credentials"] }).Findings, finding => finding.Rule.Id == Rule);
    }

    [Fact]
    public void No_two_rules_have_one_id() => Assert.Equal(Ids.Count, ProfileRule.All.Select(rule => rule.Id).Distinct().Count());

    [Fact]
    public void A_weaker_profile_does_not_have_the_rules_of_a_stricter_one()
    {
        var report = new Case { Client = Strict with { Type = ClientType.Public } }.Examine(SecurityProfile.OAuth21);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Profile > SecurityProfile.OAuth21);
        Assert.DoesNotContain(report.Rules, rule => rule.Profile > SecurityProfile.OAuth21);
    }

    [Fact]
    public void A_client_with_a_stricter_profile_is_compared_with_its_own()
    {
        var report = new Case { Client = (Strict with { Type = ClientType.Public }).WithProfile(SecurityProfile.Fapi2) }
            .Examine(SecurityProfile.OAuth21);
        var finding = Assert.Single(report.Findings, finding => finding.Rule.Id == "FAPI2-5.3.2.1-confidential");
        Assert.Contains(finding.Rule, report.Rules);
        Assert.True(report.HasErrors);
    }

    [Fact]
    public void A_server_without_a_profile_is_compared_with_the_best_current_practice()
    {
        var setup = new Setup();
        Assert.Equal(SecurityProfile.Rfc9700, setup.Server().Examine().Profile);
        Assert.Contains(setup.Server().Examine().Findings, finding => finding.Rule.Id == "OAUTH21-10-password");
    }

    private sealed class Case
    {
        internal Action<OAuth2ServerOptions>? Change { get; set; }

        internal bool WithPassword { get; set; }

        internal bool WithPushes { get; set; } = true;

        internal string Method { get; set; } = "private_key_jwt";

        internal ImmutableArray<(string Name, object Value)> Metadata { get; set; } = [.. FapiMetadata];

        internal Client Client { get; set; } = Strict;

        internal ProfileReport Examine(SecurityProfile profile = SecurityProfile.Fapi2)
        {
            var setup = new Setup();
            if (!WithPassword) setup.NotServed.Add("password");
            setup.Options.UseProfile(SecurityProfile.Fapi2);
            if (!WithPushes) (setup.Model, setup.Options.RequirePushedAuthorizationRequests) = (new DelegatingModel(setup.Store), false);
            setup.Options.Profile = SecurityProfile.None;
            setup.Parts = new()
            {
                ClientAuthentication = [new KeyMethod(setup.Model, Method)], Endpoints = [new Announcing([.. Metadata])],
            };
            Change?.Invoke(setup.Options);
            if (Change is null && WithPushes) setup.Options.Profile = profile;
            return setup.Server().Examine([Client], profile);
        }
    }
}
