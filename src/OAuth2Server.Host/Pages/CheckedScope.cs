namespace OAuth2Server.Host.Pages;

/// <summary>What the user left checked of what was asked for.</summary>
internal static class CheckedScope
{
    internal static Scope Of(Scope asked, IFormCollection form)
    {
        var names = form["scope"];
        return Scope.Of(asked.Where(name => names.Contains(name)));
    }
}
