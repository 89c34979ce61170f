namespace OAuth2Server;

/// <summary>Compares a server and clients with the rules of a profile.</summary>
internal static class ProfileExamination
{
    /// <summary>Examines what is there.</summary>
    /// <param name="server">The server.</param>
    /// <param name="clients">The clients. One that has a stricter profile than the server is compared with its own.</param>
    /// <param name="named">The profile; null takes that of the server, or the best current practice.</param>
    internal static ProfileReport Of(ExaminedServer server, IEnumerable<Client> clients, SecurityProfile? named)
    {
        var own = server.Options.Profile;
        var profile = named ?? (own == SecurityProfile.None ? SecurityProfile.Rfc9700 : own);
        var findings = OfServer(server, profile).Concat(clients.SelectMany(client => OfClient(client, server, profile)))
            .OrderByDescending(finding => finding.Rule.Severity).ToArray();
        // A client may have a stricter profile, and with it rules that the server does not have.
        var rules = ProfileRule.All.Where(rule => rule.Profile <= profile || Array.Exists(findings, finding => finding.Rule == rule));
        return new(profile, [.. rules], findings);
    }

    /// <summary>The errors that the settings alone show, for a server that is made without an adapter.</summary>
    internal static IEnumerable<string> ErrorsOf(OAuth2ServerOptions options) =>
        options.Profile == SecurityProfile.None
            ? []
            : Of(new(options, Metadata: null), [], options.Profile).Findings
                .Where(finding => finding.Rule.Severity == RuleSeverity.Error).Select(finding => finding.ToString());

    private static IEnumerable<ProfileFinding> OfServer(ExaminedServer server, SecurityProfile profile) =>
        from row in ServerRules.Table.Concat(FapiServerRules.Table)
        where row.Rule.Profile <= profile
        let problem = row.Problem(server)
        where problem is not null
        select new ProfileFinding(row.Rule, ClientId: null, row.Setting, problem);

    private static IEnumerable<ProfileFinding> OfClient(Client client, ExaminedServer server, SecurityProfile profile)
    {
        var strict = client.Profile > profile ? client.Profile : profile;
        return
            from row in ClientRules.Table.Concat(FapiClientRules.Table)
            where row.Rule.Profile <= strict
            let problem = row.Problem(client, server)
            where problem is not null
            select new ProfileFinding(row.Rule, client.Id, row.Setting, problem);
    }
}
