namespace OAuth2Server;

/// <summary>A protected resource that a client may name in the <c>resource</c> parameter (RFC 8707).</summary>
public sealed class ProtectedResource
{
    /// <summary>Its identifier: an absolute URI without fragment, compared ordinally.</summary>
    public string Resource { get; set; } = "";

    /// <summary>The scope names that mean something to it; a token for it gets no others. Empty means all.</summary>
    public IList<string> Scopes { get; set; } = [];
}
