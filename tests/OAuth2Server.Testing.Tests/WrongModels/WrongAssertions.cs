namespace OAuth2Server.Testing.Tests;

/// <summary>Finds the user of an assertion in a wrong way, which gets the right one.</summary>
internal sealed class WrongAssertions(
    InMemoryModel inner, Func<UserAssertion, Func<UserAssertion, ValueTask<User?>>, ValueTask<User?>> find)
    : RightModel(inner), IAssertionModel
{
    public ValueTask<User?> GetUserFromAssertionAsync(
        UserAssertion assertion, Client client, OAuthContext context, CancellationToken ct) =>
        find(assertion, other => Inner.GetUserFromAssertionAsync(other, client, context, ct));
}
