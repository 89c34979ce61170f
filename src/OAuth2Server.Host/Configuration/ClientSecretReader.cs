namespace OAuth2Server.Host;

/// <summary>Reads the secrets of one client: the secret, and the one before it, which is valid for a time.</summary>
internal sealed class ClientSecretReader(SettingsSection section, ClientType? type, ClientMethods methods)
{
    private const string Current = "ClientSecret";
    private const string Previous = "PreviousClientSecret";
    private const string Expiry = "PreviousClientSecretExpiresAt";
    private const int MinLength = 32;

    /// <summary>The secret; null for a public client, and when a problem was added.</summary>
    internal string? Read()
    {
        var secret = section.Text(Current);
        if (type == ClientType.Confidential && secret is null && methods.SendSecret)
            section.Problem(Current, "is missing: a confidential client has to authenticate.");
        return Checked(Current, secret);
    }

    /// <summary>The secret before it; null when there is none.</summary>
    internal PreviousSecret? ReadPrevious()
    {
        var secret = Checked(Previous, section.Text(Previous));
        var expiresAt = section.Moment(Expiry);
        if (secret is not null && section.Text(Current) == secret) section.Problem(Previous, $"must not be the same as {Current}.");
        if (secret is not null && expiresAt is null && section.IsMissing(Expiry))
            section.Problem(Expiry, $"is missing: {Previous} is valid until a time that you set.");
        if (secret is null && expiresAt is not null) section.Problem(Expiry, $"is set, but {Previous} is missing.");
        return secret is null || expiresAt is null ? null : new(new(secret), expiresAt.Value);
    }

    private string? Checked(string key, string? secret)
    {
        if (secret is null) return null;
        if (type == ClientType.Public) section.Problem(key, "must not be set: a public client cannot keep a secret.");
        if (type == ClientType.Confidential && !methods.SendSecret)
            section.Problem(key, $"must not be set: a client with {string.Join(" and ", methods.Names)} sends no secret.");
        if (Placeholder.Is(secret)) section.Problem(key, Placeholder.Problem);
        if (secret.Length < MinLength)
            section.Problem(key, $"has {secret.Length} characters and needs at least {MinLength}: make one with openssl rand -hex 32.");
        if (secret.AsSpan().ContainsAny('+', '%'))
        {
            section.Problem(key, "must not contain + or %: a client that does not form-encode it before Basic authentication "
                + "(RFC 6749 §2.3.1) would send another secret.");
        }
        if (!ClientReader.IsVisibleAscii(secret))
            section.Problem(key, "has characters that a client secret cannot have: use visible ASCII (RFC 6749 §A.2).");
        return secret;
    }
}
