namespace OAuth2Server.Testing.Tests;

/// <summary>Tells the same name for every subject.</summary>
internal sealed class NamesEveryUserAlike(InMemoryModel inner) : RightModel(inner), IUsernameModel
{
    public ValueTask<string?> GetUsernameAsync(string subject, Client client, OAuthContext context, CancellationToken ct) => new("carol");
}
