using System.Reflection;
using System.Text;

namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>The table of docs/openid-connect.md: the modules of the certification suite, and the tests that make their checks.</summary>
public sealed class ModuleTableTests
{
    private const string Page = "docs/openid-connect.md";
    private const string Begin = "<!-- modules -->";
    private const string End = "<!-- /modules -->";

    // The modules of the certification plans, by profile; docs/openid-connect.md says which are left out.
    private static readonly (string Profile, string Modules)[] Profiles =
    [
        ("Basic OP, Form Post OP", """
            oidcc-server oidcc-response-type-missing oidcc-idtoken-signature oidcc-idtoken-unsigned oidcc-userinfo-get
            oidcc-userinfo-post-header oidcc-userinfo-post-body oidcc-ensure-request-without-nonce-succeeds-for-code-flow
            oidcc-scope-profile oidcc-scope-email oidcc-scope-address oidcc-scope-phone oidcc-scope-all oidcc-alternate-happy-flow
            oidcc-display-page oidcc-display-popup oidcc-prompt-login oidcc-prompt-none-not-logged-in oidcc-prompt-none-logged-in
            oidcc-max-age-1 oidcc-max-age-10000 oidcc-ensure-request-with-unknown-parameter-succeeds oidcc-id-token-hint oidcc-login-hint
            oidcc-ui-locales oidcc-claims-locales oidcc-ensure-request-with-acr-values-succeeds oidcc-codereuse oidcc-codereuse-30seconds
            oidcc-ensure-registered-redirect-uri oidcc-ensure-post-request-succeeds oidcc-server-client-secret-post
            oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
            oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported oidcc-claims-essential
            oidcc-ensure-request-object-with-redirect-uri oidcc-refresh-token oidcc-ensure-request-with-valid-pkce-succeeds
            """),
        ("Config OP", "oidcc-discovery-endpoint-verification"),
        ("RP-Initiated Logout OP", """
            oidcc-rp-initiated-logout oidcc-rp-initiated-logout-discovery-endpoint-verification
            oidcc-rp-initiated-logout-bad-post-logout-redirect-uri oidcc-rp-initiated-logout-modified-id-token-hint
            oidcc-rp-initiated-logout-bad-id-token-hint oidcc-rp-initiated-logout-no-id-token-hint oidcc-rp-initiated-logout-no-params
            oidcc-rp-initiated-logout-no-post-logout-redirect-uri oidcc-rp-initiated-logout-no-state oidcc-rp-initiated-logout-only-state
            oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri
            """),
        ("Back-Channel Logout OP", """
            oidcc-backchannel-rp-initiated-logout oidcc-backchannel-logout-discovery-endpoint-verification
            """),
    ];

    [Fact]
    public void The_page_has_the_table_of_the_tests()
    {
        var page = Repository.Read(Page);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        var fresh = page[..(begin + Begin.Length)] + "\n" + Table() + page[end..];

        if (Environment.GetEnvironmentVariable("MODULES") == "write") Repository.Write(Page, fresh);
        else Assert.True(fresh == page, $"The table of {Page} is stale: run this test with MODULES=write.");
    }

    [Fact]
    public void Every_module_has_a_test_and_every_test_names_a_module_that_exists()
    {
        var known = Profiles.SelectMany(profile => Split(profile.Modules)).ToHashSet(StringComparer.Ordinal);
        var tested = Tests().SelectMany(test => test.Modules).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(known.Except(tested));
        Assert.Empty(tested.Except(known));
    }

    private static string Table()
    {
        var table = new StringBuilder("| profile | module | tests |\n| --- | --- | --- |\n");
        var tests = Tests().ToArray();
        foreach (var (profile, modules) in Profiles)
        {
            foreach (var module in Split(modules))
            {
                var named = tests.Where(test => test.Modules.Contains(module)).Select(test => test.Sentence);
                table.Append($"| {profile} | `-{module["oidcc-".Length..]}` | {string.Join("; ", named)} |\n");
            }
        }
        return table.ToString();
    }

    private static IEnumerable<(string Sentence, string[] Modules)> Tests() =>
        from type in typeof(ModuleTableTests).Assembly.GetTypes()
        from method in type.GetMethods()
        let modules = method.GetCustomAttributes<ModuleAttribute>().Select(module => module.Name).ToArray()
        where modules.Length > 0
        let sentence = method.Name.Replace('_', ' ')
        orderby sentence
        select (sentence, modules);

    private static string[] Split(string modules) => modules.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
