namespace OAuth2Server.Jwt;

/// <summary>Which identity assertions one client gets for one other authorization server
/// (draft-ietf-oauth-identity-assertion-authz-grant-03 §4.3). What no policy allows is refused.</summary>
public sealed class IdentityAssertionPolicy
{
    /// <summary>The client: a confidential one that users sign in to here.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The issuer of the other authorization server, which must trust this one. A request may have its normal form as a URI; the
    /// assertion has this text.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The id that the client has at the other authorization server.</summary>
    /// <value>Default null: the same as here.</value>
    public string? ClientIdAtAudience { get; set; }

    /// <summary>The most scope of the other authorization server that an assertion gives.</summary>
    /// <value>At least one scope name.</value>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The resources there that an assertion can be for. Without them a request that names one is refused; with them each
    /// assertion names the resources of the request, or all of them.</summary>
    /// <value>Absolute URIs without fragment; default empty. A request may have their normal form; the assertion has this text.</value>
    public IList<string> Resources { get; set; } = [];

    /// <summary>Whether the assertion has the e-mail address of the user, by which the other authorization server can find the user
    /// (<c>email</c>, <c>email_verified</c>).</summary>
    /// <value>Default false. It needs a model that is an <see cref="IUserClaimsModel"/>.</value>
    public bool IncludeEmail { get; set; }

    /// <summary>The spelling that the policy has for a resource; null when it does not name it.</summary>
    internal string? Find(string resource) => Resources.FirstOrDefault(known => AreSame(known, resource));

    /// <summary>Whether two texts are one address. Clients that keep an address as a URI send it in its normal form: with a slash after
    /// the host.</summary>
    internal static bool AreSame(string known, string named) =>
        known == named || (Uri.TryCreate(named, UriKind.Absolute, out var uri) && uri.AbsoluteUri == named
            && new Uri(known).AbsoluteUri == named);

    /// <summary>What is wrong with the settings.</summary>
    internal IEnumerable<string> Problems(OAuth2ServerOptions server)
    {
        if (ClientId.Length == 0) yield return "ClientId is empty: name the client that exchanges.";
        if (!Uri.TryCreate(Audience, UriKind.Absolute, out var audience) || audience.Scheme is not ("https" or "http"))
            yield return $"Audience '{Audience}' is no URL: name the issuer of the other authorization server.";
        else if (Audience == server.Issuer)
            yield return "Audience is this server, which accepts no assertion of its own. Name the other one.";
        if (ClientIdAtAudience is { Length: 0 }) yield return "ClientIdAtAudience is empty: leave it out for the same id as here.";
        if (Scopes.Count == 0) yield return "Scopes is empty: name the scope that an assertion can give at the most.";
        foreach (var name in Scopes.Where(name => !Scope.TryParse(name, out var scope) || scope.Count != 1))
            yield return $"Scopes holds '{name}', which is no scope name (RFC 6749 §3.3).";
        foreach (var one in Resources.Where(one => !Uri.TryCreate(one, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0))
            yield return $"Resources holds '{one}', which is not an absolute URI without fragment (RFC 8707 §2).";
    }
}
