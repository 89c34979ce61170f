namespace OAuth2Server.Host;

/// <summary>Reads users.</summary>
internal sealed class UserReader
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    internal UserSettings Read(SettingsSection user)
    {
        var disabled = user.Flag("Disabled");
        var name = user.RequiredText("Username");
        var password = disabled == true ? user.Text("Password") ?? "" : user.RequiredText("Password");
        if (name.Any(char.IsControl) || Math.Max(name.Length, ComposedText.Of(name).Length) > Credentials.MaxUsername)
            user.Problem("Username", $"must be at most {Credentials.MaxUsername} printable characters.");
        if (name != name.Trim())
            user.Problem("Username", "must not begin or end with a space: the sign-in page removes spaces around a user name.");
        if (name.Length > 0 && !_names.Add(ComposedText.Of(name))) user.Problem("Username", $"'{name}' is there twice.");
        if (password.Any(char.IsControl) || password.Length > Credentials.MaxPassword)
            user.Problem("Password", $"must be at most {Credentials.MaxPassword} printable characters.");
        if (Placeholder.Is(password)) user.Problem("Password", Placeholder.Problem);
        return new(name, password, disabled);
    }
}
