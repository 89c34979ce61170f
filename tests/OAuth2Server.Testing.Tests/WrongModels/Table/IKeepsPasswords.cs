namespace OAuth2Server.Testing.Tests;

/// <summary>A wrong model that keeps passwords in a form of its own: the fixture tells it each one.</summary>
internal interface IKeepsPasswords
{
    void Keep(string username, string password);
}
