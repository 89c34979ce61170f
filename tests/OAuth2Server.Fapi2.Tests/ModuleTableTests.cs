using System.Reflection;
using System.Text;

namespace OAuth2Server.Fapi2.Tests;

/// <summary>The table of docs/fapi2.md: the modules of the suite of the OpenID Foundation, and the tests that make their checks.</summary>
public sealed class ModuleTableTests
{
    private const string Page = "docs/fapi2.md";
    private const string Begin = "<!-- modules -->";
    private const string End = "<!-- /modules -->";

    // The modules of the two plans, without the prefix fapi2-security-profile-final-.
    private static readonly (string Plan, string Modules)[] Plans =
    [
        ("Security Profile", """
            discovery-end-point-verification happy-flow user-rejects-authentication ensure-authorization-request-without-state-success
            ensure-authorization-request-without-nonce-success ensure-authorization-request-with-64-char-nonce-success
            ensure-other-scope-order-succeeds test-claims-parameter-identity-claims access-token-type-header-case-sensitivity
            check-dpop-proof-nbf-exp ensure-dpopproof-with-iat-10seconds-before-succeeds
            ensure-dpopproof-with-iat-10seconds-after-succeeds ensure-mismatched-dpop-jkt-fails
            ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt ensure-token-endpoint-fails-with-mismatched-dpop-jkt
            ensure-dpopproof-at-par-endpoint-binding-success ensure-dpop-auth-code-binding-success
            ensure-authorization-request-with-long-nonce ensure-authorization-request-with-long-state ensure-registered-redirect-uri
            ensure-unsigned-authorization-request-without-using-par-fails ensure-redirect-uri-in-authorization-request
            ensure-response-type-code-idtoken-fails ensure-response-type-token-fails ensure-client-id-in-token-endpoint
            ensure-holder-of-key-required ensure-authorization-code-is-bound-to-client
            attempt-reuse-authorization-code-after-one-second ensure-token-endpoint-fails-with-expired-auth-code
            ensure-signed-client-assertion-with-RS256-fails ensure-client-assertion-in-token-endpoint
            ensure-client-assertion-with-exp-is-5-minutes-in-past-fails ensure-client-assertion-with-wrong-aud-fails
            ensure-client-assertion-with-no-sub-fails dpop-negative-tests refresh-token
            par-ensure-reused-request-uri-prior-to-auth-completion-succeeds par-attempt-reuse-request_uri
            par-attempt-to-use-expired-request_uri par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted
            par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails
            par-attempt-to-use-request_uri-for-different-client par-authorization-request-containing-request_uri-form-param
            par-attempt-invalid-http-method par-ensure-pkce-required ensure-pkce-code-verifier-required
            incorrect-pkce-code-verifier-rejected par-plain-pkce-rejected par-without-duplicate-parameters
            par-test-array-as-audience-fails par-test-par-endpoint-url-as-audience-fails
            par-test-token-endpoint-url-as-audience-fails
            """),
        ("Message Signing, JAR", """
            ensure-request-object-with-multiple-aud-succeeds ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted
            ensure-different-nonce-inside-and-outside-request-object ensure-different-state-inside-and-outside-request-object
            ensure-request-object-without-exp-fails ensure-request-object-without-nbf-fails state-only-outside-request-object-not-used
            ensure-request-object-without-redirect-uri-fails ensure-expired-request-object-fails ensure-request-object-with-bad-aud-fails
            ensure-request-object-with-exp-over-60-fails ensure-request-object-with-nbf-over-60-fails
            ensure-signed-request-object-with-RS256-fails ensure-request-object-signature-algorithm-is-not-none
            ensure-request-object-with-invalid-signature-fails ensure-matching-key-in-authorization-request
            ensure-unsigned-request-at-par-endpoint-fails par-authorization-request-containing-request_uri
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
        var known = Plans.SelectMany(plan => Split(plan.Modules)).ToHashSet(StringComparer.Ordinal);
        var tested = Tests().SelectMany(test => test.Modules).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(known.Except(tested));
        Assert.Empty(tested.Except(known));
    }

    private static string Table()
    {
        var table = new StringBuilder("| plan | module | tests |\n| --- | --- | --- |\n");
        var tests = Tests().ToArray();
        foreach (var (plan, modules) in Plans)
        {
            foreach (var module in Split(modules))
            {
                var named = tests.Where(test => test.Modules.Contains(module)).Select(test => test.Sentence);
                table.Append($"| {plan} | `{module}` | {string.Join("; ", named)} |\n");
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
