namespace OAuth2Server.Host;

/// <summary>How the account of a user of another issuer is found.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Users">The user names here by the identifiers of the issuer, for <see cref="MappingKind.Users"/>.</param>
internal sealed record SubjectMapping(MappingKind Kind, IReadOnlyDictionary<string, string> Users)
{
    private const string Setting = "SubjectMapping";

    internal static SubjectMapping Read(SettingsSection issuer)
    {
        var kind = Enum.Parse<MappingKind>(issuer.Choice(Setting) ?? nameof(MappingKind.Users));
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = issuer.List(nameof(Users), user => ReadUser(user, users)).Count;
        if (kind == MappingKind.Users && count == 0)
            issuer.Problem(nameof(Users), $"is empty: name the users, or set {Setting} to another value.");
        if (kind != MappingKind.Users && count > 0)
            issuer.Problem(nameof(Users), $"is set, but {Setting} is {kind}.");
        return new(kind, users);
    }

    private static string ReadUser(SettingsSection user, Dictionary<string, string> users)
    {
        var (subject, username) = (user.RequiredText("Subject"), user.RequiredText("Username"));
        if (subject.Length > 0 && !users.TryAdd(subject, username)) user.Problem("Subject", $"'{subject}' is there twice.");
        return subject;
    }
}

/// <summary>The ways to find the account of a user of another issuer.</summary>
internal enum MappingKind
{
    /// <summary>By a table.</summary>
    Users,

    /// <summary>The verified e-mail address in the assertion is the user name.</summary>
    Email,

    /// <summary>The identifier of the issuer is the identifier here: both have the same accounts.</summary>
    Subject,
}
