namespace OAuth2Server.Host;

/// <summary>Looks for settings that are valid and still wrong or dangerous. A clean configuration has no findings.</summary>
internal static class Examination
{
    /// <summary>All findings, the errors first.</summary>
    internal static IReadOnlyList<Finding> Of(HostSettings settings, Surroundings around) =>
    [
        .. settings.Findings
            .Concat(IssuerFindings.Of(settings, around))
            .Concat(ClientFindings.Of(settings))
            .Concat(TokenFindings.Of(settings))
            .Concat(ProfileFindings.Of(settings))
            .Concat(StoreFindings.Of(settings, around))
            .Concat(LogoutFindings.Of(settings, around))
            .Concat(McpFindings.Of(settings))
            .Concat(NetworkFindings.Of(settings, around))
            .OrderByDescending(finding => finding.Severity),
    ];

    /// <summary>Stops the start at errors.</summary>
    /// <exception cref="StartException">There are errors.</exception>
    internal static void RefuseErrors(IReadOnlyList<Finding> findings)
    {
        string[] errors = [.. findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.ToString())];
        if (errors.Length > 0) throw new StartException(errors);
    }
}
