namespace OAuth2Server.Host;

/// <summary>The accounts of the users.</summary>
internal interface IAccounts
{
    /// <summary>Finds the account that has these credentials.</summary>
    /// <remarks>The work is the same for an unknown name as for a known one, so that the time does not show which names exist.</remarks>
    /// <returns>Null if the name or the password is wrong, or if the account is closed.</returns>
    ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct);

    /// <summary>Finds an account that signed in before.</summary>
    /// <returns>Null if the account does not exist any more or is closed.</returns>
    ValueTask<Account?> FindAsync(string subject, CancellationToken ct);

    /// <summary>Finds the subject of a name, for the audit log.</summary>
    /// <param name="username">The name, as it was typed. <see cref="Credentials.ArePossible"/> is true for it.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Null if no account has the name. A closed account has its subject.</returns>
    ValueTask<string?> SubjectOfAsync(string username, CancellationToken ct);

    /// <summary>The names of open accounts that are not in a set, in ordinal order.</summary>
    /// <param name="usernames">The names of the set.</param>
    /// <param name="atMost">The largest number of names to return.</param>
    /// <param name="ct">Stops the work.</param>
    ValueTask<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> usernames, int atMost, CancellationToken ct);

    /// <summary>The profile of an account; an empty one if there is no such account.</summary>
    ValueTask<AccountProfile> GetProfileAsync(string subject, CancellationToken ct);

    /// <summary>Sets the profile of an account; without such an account it does nothing.</summary>
    ValueTask SetProfileAsync(string subject, AccountProfile profile, CancellationToken ct);

    /// <summary>Creates an account. An existing account of that name keeps its password.</summary>
    ValueTask CreateAsync(string username, string password, CancellationToken ct);

    /// <summary>Sets the password of an account and its security stamp, so that its sessions are refused. It does nothing without an
    /// account of that name, and if the account has this password.</summary>
    /// <returns>The subject whose sessions are to be ended; null if nothing was changed.</returns>
    ValueTask<string?> SetPasswordAsync(string username, string password, CancellationToken ct);

    /// <summary>Closes an account, so that its sessions are refused, or opens it again; without an account of that name it does
    /// nothing.</summary>
    /// <returns>The subject whose sessions are to be ended; null if nothing was changed.</returns>
    ValueTask<string?> SetClosedAsync(string username, bool closed, CancellationToken ct);
}

/// <summary>The account of a user.</summary>
/// <param name="Subject">The stable identifier that clients see.</param>
/// <param name="Username">The name that the user types.</param>
/// <param name="Stamp">The security stamp: another one ends the sessions that began before.</param>
internal sealed record Account(string Subject, string Username, string Stamp)
{
    /// <summary>The user of this account, as the model has it.</summary>
    internal User ToUser() => new(Subject);

    /// <summary>The subject only.</summary>
    public override string ToString() => $"Account({Subject})";
}
