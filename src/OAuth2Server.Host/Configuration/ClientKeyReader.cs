namespace OAuth2Server.Host;

/// <summary>Reads by which key or certificate a client proves who it is, and which of its requests and tokens need one.</summary>
internal sealed class ClientKeyReader(SettingsSection section, ClientMethods methods, List<Finding> findings)
{
    private static readonly string[] KeySettings = ["JwksUri", "JwksFile", "Jwks"];

    /// <summary>The client with the settings; a problem is added for each that cannot work.</summary>
    internal Client AddTo(Client client)
    {
        var read = client with
        {
            Jwks = ReadKeys(client),
            JwksUri = section.Url("JwksUri")?.OriginalString,
            TokenEndpointAuthSigningAlg = section.Choice("TokenEndpointAuthSigningAlg"),
            AcceptsEndpointAudience = section.Flag("AcceptsEndpointAudience") == true,
            TlsClientAuth = new CertificateSubjectReader(section, methods).Read(),
            TlsClientCertificateBoundAccessTokens = section.Flag("TlsClientCertificateBoundAccessTokens") == true,
            DPoPBoundAccessTokens = section.Flag("DPoPBoundAccessTokens") == true,
            RequirePushedAuthorizationRequests = section.Flag("RequirePushedAuthorizationRequests") == true,
            RequireSignedRequestObject = section.Flag("RequireSignedRequestObject") == true,
            RequestObjectSigningAlg = section.Choice("RequestObjectSigningAlg"),
        };
        RefuseUseless(read);
        if (section.Choice("Profile") is { } profile && Enum.Parse<SecurityProfile>(profile) is not SecurityProfile.None and var own)
            read = read.WithProfile(own);
        return read;
    }

    private string? ReadKeys(Client client)
    {
        string[] set = [.. KeySettings.Where(key => !section.IsMissing(key))];
        foreach (var key in set.Skip(1))
            section.Problem(key, $"must not be set together with {set[0]}: one of them has the keys (RFC 7591 §2).");
        if (section.Text("JwksFile") is { } path) return Checked("JwksFile", FileText(path), client, $"names {path}, which ");
        return section.Json("Jwks") is { } text ? Checked("Jwks", text, client, "") : null;
    }

    private string? FileText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            section.Problem("JwksFile", $"names {path}, which cannot be read ({e.Message.TrimEnd('.')}).");
            return null;
        }
    }

    private string? Checked(string key, string? text, Client client, string which)
    {
        if (text is null) return null;
        if (PublicKeys.Problem(text, client) is { } problem) section.Problem(key, which + problem);
        return text;
    }

    private void RefuseUseless(Client client)
    {
        var hasKeys = KeySettings.Any(key => !section.IsMissing(key));
        var keys = $"set {string.Join(", ", KeySettings[..^1])} or {KeySettings[^1]}.";
        foreach (var needing in (string[])[ClientMethods.PrivateKeyJwt, ClientMethods.SelfSignedTlsClientAuth])
        {
            if (!hasKeys && methods.Contain(needing))
                section.Problem(methods.Key, $"names {needing}, which needs the public keys of the client: {keys}");
        }
        foreach (var key in (string[])["RequireSignedRequestObject", "RequestObjectSigningAlg"])
        {
            if (!hasKeys && IsOn(key)) section.Problem(key, $"is set, but the client has no keys to sign with: {keys}");
        }
        foreach (var key in (string[])["TokenEndpointAuthSigningAlg", "AcceptsEndpointAudience"])
        {
            if (!methods.Contain(ClientMethods.PrivateKeyJwt) && IsOn(key))
            {
                section.Problem(key, $"is set, but {methods.Key} does not name {ClientMethods.PrivateKeyJwt}: no other client sends "
                    + "assertions.");
            }
        }
        if (!client.AcceptsEndpointAudience) return;
        findings.Add(Finding.Warning("endpoint-audience", $"AcceptsEndpointAudience of client {client.Id} is true: another authorization "
            + "server can use an assertion that the client sent to it, if the client believes its metadata.",
            "Let the client send the issuer as the audience and remove the setting.", "RFC 7523 §3"));
    }

    private bool IsOn(string key) => !section.IsMissing(key) && !section.IsFalse(key);
}
