namespace OAuth2Server.Jwt;

/// <summary>Which clients may describe themselves by a document, and what they may ask for
/// (draft-ietf-oauth-client-id-metadata-document-02).</summary>
public sealed class ClientIdMetadataDocumentOptions
{
    /// <summary>The hosts whose documents are accepted: <c>example.com</c>, or <c>*.example.com</c> for the hosts below it.</summary>
    /// <value>Default empty: every host of the Internet.</value>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>The scope names that such a client may ask for; users decide what it gets. The <c>scope</c> of its document limits it
    /// only where it acts without a user (<c>client_credentials</c>).</summary>
    /// <value>Default empty: no scope.</value>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The types of authorization details that such a client may use (<c>authorization_details_types</c>, RFC 9396 §10); users
    /// decide what it gets. Others in its document have no effect.</summary>
    /// <value>Default empty: no type.</value>
    public IList<string> AuthorizationDetailsTypes { get; set; } = [];

    /// <summary>The grant types that such a client may use. Others in its document have no effect.</summary>
    /// <value>Default <c>authorization_code</c> and <c>refresh_token</c>.</value>
    public IList<string> GrantTypes { get; set; } = ["authorization_code", "refresh_token"];

    /// <summary>The client authentication methods that such a client may use, the preferred first. A method with a shared secret is never
    /// used.</summary>
    /// <value>Default <c>private_key_jwt</c>, <c>none</c>; a method that the server does not have is not used.</value>
    public IList<string> AuthenticationMethods { get; set; } = ["private_key_jwt", "none"];

    /// <summary>How many documents that were not used before are fetched in a minute for one network, two at the same time at most. A
    /// network is an IPv4 address or an IPv6 /56.</summary>
    /// <value>1 to 1000; default 20.</value>
    public int NewDocumentsPerMinute { get; set; } = 20;

    /// <summary>How documents are fetched and kept.</summary>
    /// <value>Default: at most 5 KiB (§4), kept for 15 minutes unless the server of the document says otherwise, within 1 minute and 24
    /// hours; 64 fetches at the same time.</value>
    public ClientDocumentOptions Documents { get; } = new() { MaxBytes = 5 * 1024, MaxFetches = 64 };

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (var host in AllowedHosts.Where(host => !IsHost(host))) yield return $"AllowedHosts holds '{host}', which is no host.";
        foreach (var name in Scopes.Where(name => !Scope.TryParse(name, out var scope) || scope.Count != 1))
            yield return $"Scopes holds '{name}', which is no scope name (RFC 6749 §3.3).";
        foreach (var type in AuthorizationDetailsTypes.Where(type => !Scope.TryParse(type, out var one) || one.Count != 1))
            yield return $"AuthorizationDetailsTypes holds '{type}': use visible ASCII without space, quote and backslash.";
        foreach (var method in AuthenticationMethods.Where(method => method.StartsWith("client_secret", StringComparison.Ordinal)))
            yield return $"AuthenticationMethods holds {method}: a client that publishes its metadata has no secret (§4.1).";
        if (NewDocumentsPerMinute is < 1 or > 1000) yield return "NewDocumentsPerMinute must be from 1 to 1000.";
        foreach (var problem in Documents.Validate()) yield return "Documents." + problem;
    }

    private static bool IsHost(string host) =>
        Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Unknown;

    /// <summary>Whether documents of a host are accepted.</summary>
    internal bool Allows(string host) => AllowedHosts.Count == 0 || AllowedHosts.Any(allowed =>
        allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(allowed, StringComparison.OrdinalIgnoreCase));
}
