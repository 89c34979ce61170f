namespace OAuth2Server;

/// <summary>What <c>AuthorizationServer.Examine</c> found.</summary>
/// <param name="Profile">The profile that the server was compared with.</param>
/// <param name="Rules">The rules that were examined.</param>
/// <param name="Findings">Where a rule is not kept, the most serious first.</param>
public sealed record ProfileReport(SecurityProfile Profile, IReadOnlyList<ProfileRule> Rules, IReadOnlyList<ProfileFinding> Findings)
{
    /// <summary>Examines settings and clients without a server. What a server has beside its settings is examined by
    /// <c>AuthorizationServer.Examine</c> only.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clients">The clients; null for none.</param>
    /// <param name="profile">The profile; null takes that of the settings, or <see cref="SecurityProfile.Rfc9700"/> where they have
    /// none.</param>
    public static ProfileReport Of(OAuth2ServerOptions options, IEnumerable<Client>? clients = null, SecurityProfile? profile = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ProfileExamination.Of(new(options, Metadata: null), clients ?? [], profile);
    }

    /// <summary>Whether a finding is an error: a server with the profile does not start.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Rule.Severity == RuleSeverity.Error);

    /// <summary>The profile and the number of findings.</summary>
    public override string ToString() => $"ProfileReport({Profile}: {Findings.Count})";
}
