namespace OAuth2Server.Testing.Tests;

/// <summary>Gives the claims of one user for every subject.</summary>
internal sealed class GivesOneUsersClaimsToAll(InMemoryModel inner) : RightModel(inner), IUserClaimsModel
{
    public ValueTask<UserClaims?> GetUserClaimsAsync(
        string subject, IReadOnlyCollection<string> names, Client client, OAuthContext context, CancellationToken ct)
    {
        var claims = new UserClaims();
        claims.Add("email", "carol@example.com");
        return new(claims);
    }
}
