namespace OAuth2Server.Host;

/// <summary>The people who may sign in: the one seam between this server and where they are kept.</summary>
internal interface IAccounts
{
    /// <summary>Finds the account that these credentials prove.</summary>
    /// <remarks>It does the same work for an unknown name as for a known one: the time must not tell which names exist.</remarks>
    /// <returns>Null when the name or the password is wrong, or the account may not sign in.</returns>
    ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct);

    /// <summary>Finds an account that signed in before.</summary>
    /// <returns>Null when there is none any more, or it may not sign in.</returns>
    ValueTask<Account?> FindAsync(string subject, CancellationToken ct);

    /// <summary>Creates an account, unless the name is taken: then its password stays what it is.</summary>
    ValueTask CreateAsync(string username, string password, CancellationToken ct);

    /// <summary>Gives an account another password, if there is one of that name.</summary>
    ValueTask SetPasswordAsync(string username, string password, CancellationToken ct);
}
