namespace OAuth2Server.Host.Pages;

/// <summary>The scopes of a request as check boxes on a page.</summary>
internal static class ScopeChoices
{
    /// <summary>The scope without which the user is not signed in: a check box that cannot be unchecked.</summary>
    internal const string OpenId = "openid";

    /// <summary>The scopes of a request, each with its text for users.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Of(Scope scope, HostSettings settings) =>
        [.. scope.Select(name => KeyValuePair.Create(name, settings.Scopes.GetValueOrDefault(name, name)))];

    /// <summary>The scopes that the user left checked. A name that the request does not have is ignored.</summary>
    internal static Scope Checked(Scope requested, IFormCollection form)
    {
        var names = form["scope"];
        return Scope.Of(requested.Where(name => name == OpenId || names.Contains(name)));
    }
}
