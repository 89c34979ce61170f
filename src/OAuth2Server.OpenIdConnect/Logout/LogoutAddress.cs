namespace OAuth2Server.OpenIdConnect;

/// <summary>Adds parameters to an address that a client registered, and changes nothing else in it.</summary>
internal static class LogoutAddress
{
    internal static string With(string address, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var fragment = address.IndexOf('#', StringComparison.Ordinal);
        var (start, end) = fragment < 0 ? (address, "") : (address[..fragment], address[fragment..]);
        foreach (var (name, value) in parameters)
            start += $"{(start.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
        return start + end;
    }
}
