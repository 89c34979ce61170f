namespace OAuth2Server.Testing.Tests;

/// <content>Users of other issuers who are taken for others.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Assertions()
    {
        const string Own = nameof(ModelContract.An_assertion_is_about_the_user_of_its_issuer_and_its_subject);
        const string Others = nameof(ModelContract.An_assertion_about_another_subject_is_about_none_of_the_users);
        const string Disabled = nameof(ModelContract.An_assertion_about_a_disabled_user_gives_none);
        var other = new TrustedIssuer { Issuer = "https://other-idp.example.com" };

        yield return new("gives one user of an issuer for every subject", Others, (inner, _) => new WrongAssertions(inner,
            async (assertion, find) => await find(assertion with { Subject = "Subject-1" })));
        yield return new("asks another issuer first", Own, (inner, _) => new WrongAssertions(inner,
            async (assertion, find) => await find(assertion with { Issuer = other }) ?? await find(assertion)));
        yield return new("asks another issuer, too", Others, (inner, _) => new WrongAssertions(inner,
            async (assertion, find) => await find(assertion) ?? await find(assertion with { Issuer = other })));
        yield return new("takes a subject of an issuer for one of its own", Others, (inner, _) => new WrongAssertions(inner,
            async (assertion, find) => await find(assertion) ?? new User(assertion.Subject)));
        yield return new("compares subjects of issuers without regard to case", Others, (inner, _) => new WrongAssertions(inner,
            async (assertion, find) => await find(assertion with { Subject = assertion.Subject.Replace("sub", "Sub", Ordinal) })));
        yield return new("compares subjects of issuers without spaces at the ends", Others, (inner, _) => new WrongAssertions(inner,
            async (assertion, find) => await find(assertion with { Subject = assertion.Subject.Trim() })));
        yield return new("remembers users of issuers", Disabled, (inner, _) =>
        {
            var known = new Dictionary<string, User?>();
            return new WrongAssertions(inner, async (assertion, find) =>
                known[assertion.Subject] = known.GetValueOrDefault(assertion.Subject) ?? await find(assertion));
        });
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
