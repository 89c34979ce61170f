namespace OAuth2Server.Host;

/// <summary>Clients that break a rule of their profile or of the server's: their requests would be refused.</summary>
internal static class ProfileFindings
{
    internal static IEnumerable<Finding> Of(HostSettings settings)
    {
        var options = new OAuth2ServerOptions { Issuer = "https://localhost" };
        settings.Tokens.SetTo(options);
        options.UseProfile(settings.Profile);
        return
            from client in settings.Clients
            where client.Disabled != true
            let profile = client.Client.Profile > settings.Profile ? client.Client.Profile : settings.Profile
            where profile != SecurityProfile.None
            from finding in ProfileReport.Of(options, [client.Client], profile).Findings
            where finding.ClientId is not null && finding.Rule.Severity == RuleSeverity.Error
            select Finding.Error(finding.Rule.Id,
                $"The client {finding.ClientId} breaks a rule of the profile {profile}. {finding.Message}",
                finding.Rule.Remedy, finding.Rule.Section);
    }
}
