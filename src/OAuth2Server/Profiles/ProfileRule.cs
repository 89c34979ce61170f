namespace OAuth2Server;

/// <summary>One rule of a <see cref="SecurityProfile"/>.</summary>
/// <param name="Id">A stable name: the document, the section, a word. <c>FAPI2-5.3.2.2-par</c>.</param>
/// <param name="Profile">The first profile that has the rule; the ones after it have it too.</param>
/// <param name="Section">The section that demands it: <c>RFC 9700 §2.1.1</c>.</param>
/// <param name="Severity">How serious it is that the rule is not kept.</param>
/// <param name="Title">The rule, as a sentence.</param>
/// <param name="Remedy">What to do where it is not kept, as a sentence.</param>
public sealed record ProfileRule(
    string Id, SecurityProfile Profile, string Section, RuleSeverity Severity, string Title, string Remedy)
{
    /// <summary>Every rule of every profile, those of servers first.</summary>
    public static IReadOnlyList<ProfileRule> All { get; } =
        [.. ServerRules.Table.Select(row => row.Rule), .. FapiServerRules.Table.Select(row => row.Rule),
            .. ClientRules.Table.Select(row => row.Rule), .. FapiClientRules.Table.Select(row => row.Rule)];

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
