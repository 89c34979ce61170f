namespace OAuth2Server.Host;

/// <summary>One line of the report: a finding of the host, or of the security profile.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Severity">How serious it is.</param>
/// <param name="Message">What was found, as a sentence.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
/// <param name="Section">The section that demands it; null if no document does.</param>
/// <param name="Key">The key of the configuration.</param>
internal sealed record ReportItem(string Id, RuleSeverity Severity, string Message, string Remedy, string? Section, string Key)
{
    /// <summary>Everything that was found, the most serious first.</summary>
    internal static IReadOnlyList<ReportItem> Of(HostSettings settings, IEnumerable<Finding> findings, ProfileReport profile)
    {
        // The host refuses errors of clients at the start by the same rules.
        var rules = ProfileRule.All.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. findings.Where(finding => !rules.Contains(finding.Id)).Select(Of)
                .Concat(profile.Findings.Select(finding => Of(finding, settings)))
                .OrderByDescending(item => item.Severity),
        ];
    }

    private static ReportItem Of(Finding finding) => new(
        finding.Id,
        finding.Severity == Host.Severity.Error ? RuleSeverity.Error : RuleSeverity.Warning,
        finding.What, finding.Remedy, finding.Rule, HostSettings.Section);

    private static ReportItem Of(ProfileFinding finding, HostSettings settings)
    {
        var path = HostSettings.Section;
        if (finding.ClientId is { } id)
            path += $":Clients:{settings.Clients.TakeWhile(client => client.Client.Id != id).Count()}";
        if (finding.Setting is { } setting) path += ":" + setting;
        var message = finding.ClientId is null ? finding.Message : $"Client {finding.ClientId}: {finding.Message}";
        return new(finding.Rule.Id, finding.Rule.Severity, message, finding.Rule.Remedy, finding.Rule.Section, path);
    }
}
