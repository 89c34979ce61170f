namespace OAuth2Server.OpenIdConnect.Tests;

/// <summary>The module of the certification suite whose checks a test makes: docs/openid-connect.md has the table.</summary>
/// <param name="name">The name of the module.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ModuleAttribute(string name) : Attribute
{
    public string Name => name;
}
