using System.Text.Json;

namespace OAuth2Server.Host;

/// <summary>Finds the account of a user of another issuer, as the settings of the issuer say.</summary>
internal sealed class AssertedUsers(HostSettings settings)
{
    /// <summary>Finds it.</summary>
    /// <returns>Null if there is no such account, or if it is closed.</returns>
    internal async ValueTask<User?> FindAsync(UserAssertion assertion, IAccounts accounts, CancellationToken ct)
    {
        if (!settings.Trusted.Mappings.TryGetValue(assertion.Issuer.Issuer, out var mapping)) return null;
        var subject = mapping.Kind switch
        {
            MappingKind.Subject => assertion.Subject,
            MappingKind.Email => await OfNameAsync(VerifiedEmailIn(assertion.Claims), accounts, ct),
            _ => await OfNameAsync(mapping.Users.GetValueOrDefault(assertion.Subject), accounts, ct),
        };
        return subject is null ? null : (await accounts.FindAsync(subject, ct))?.ToUser();
    }

    private static async ValueTask<string?> OfNameAsync(string? username, IAccounts accounts, CancellationToken ct) =>
        username is { Length: > 0 and <= Credentials.MaxUsername } && !username.Any(char.IsControl)
            ? await accounts.SubjectOfAsync(username, ct)
            : null;

    // Where the issuer did not verify it, any of its users can write down the address of another person.
    private static string? VerifiedEmailIn(JsonElement claims) =>
        claims.TryGetProperty("email_verified", out var verified) && verified.ValueKind == JsonValueKind.True
        && claims.TryGetProperty("email", out var email) && email.ValueKind == JsonValueKind.String
            ? email.GetString()
            : null;
}
