using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Reads an issuer whose assertions are accepted.</summary>
internal static class TrustedIssuerReader
{
    private static readonly TrustedIssuer Usual = new();
    private static readonly string[] KeySettings = ["JwksUri", "JwksFile", "Jwks"];

    internal static TrustedIssuer Read(SettingsSection section) => new()
    {
        Issuer = section.RequiredText(nameof(TrustedIssuer.Issuer)),
        Jwks = ReadKeys(section),
        JwksUri = section.Url(nameof(TrustedIssuer.JwksUri))?.OriginalString,
        Algorithms = [.. section.Texts(nameof(TrustedIssuer.Algorithms)).Select(one => one.Value)],
        Clients = [.. section.Texts(nameof(TrustedIssuer.Clients)).Select(one => one.Value)],
        Scopes = [.. section.Texts(nameof(TrustedIssuer.Scopes)).Select(one => one.Value)],
        Audiences = [.. section.Texts(nameof(TrustedIssuer.Audiences)).Select(one => one.Value)],
        AcceptsIdentityAssertions = section.Flag(nameof(TrustedIssuer.AcceptsIdentityAssertions)) ?? Usual.AcceptsIdentityAssertions,
        AcceptsPlainAssertions = section.Flag(nameof(TrustedIssuer.AcceptsPlainAssertions)) ?? Usual.AcceptsPlainAssertions,
        AllowPublicClients = section.Flag(nameof(TrustedIssuer.AllowPublicClients)) ?? Usual.AllowPublicClients,
        MaxLifetime = section.Time(nameof(TrustedIssuer.MaxLifetime), Usual.MaxLifetime) ?? Usual.MaxLifetime,
        MaxAccessTokenLifetime = section.Time(nameof(TrustedIssuer.MaxAccessTokenLifetime), Usual.MaxAccessTokenLifetime)
            ?? Usual.MaxAccessTokenLifetime,
    };

    private static string? ReadKeys(SettingsSection section)
    {
        string[] set = [.. KeySettings.Where(key => !section.IsMissing(key))];
        if (set.Length == 0) section.Problem(KeySettings[0], $"is missing: set one of {string.Join(", ", KeySettings)}.");
        foreach (var key in set.Skip(1)) section.Problem(key, $"must not be set together with {set[0]}: one of them has the keys.");
        if (section.Text("JwksFile") is { } path) return Checked(section, "JwksFile", TextOf(section, path), $"names {path}, which ");
        return section.Json("Jwks") is { } text ? Checked(section, "Jwks", text, "") : null;
    }

    private static string? TextOf(SettingsSection section, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            section.Problem("JwksFile", $"names {path}, which cannot be read ({e.Message.TrimEnd('.')}).");
            return null;
        }
    }

    private static string? Checked(SettingsSection section, string key, string? text, string which)
    {
        if (text is null) return null;
        if (PublicKeys.Problem(text, new() { Id = "issuer", Type = ClientType.Confidential }) is { } problem)
            section.Problem(key, which + problem);
        return text;
    }
}
