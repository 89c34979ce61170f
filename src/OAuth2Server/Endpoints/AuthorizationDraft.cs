using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>An authorization request while it is checked: each check reads what the checks before it found, and adds its own.</summary>
public sealed class AuthorizationDraft
{
    internal AuthorizationDraft(OAuthContext context, string grantType) => (Context, GrantType) = (context, grantType);

    /// <summary>The request.</summary>
    public OAuthContext Context { get; }

    /// <summary>The grant that the authorization is for: <c>authorization_code</c>, or the device grant's URI.</summary>
    public string GrantType { get; }

    /// <summary>The client that sent the request. A check of your own runs after it was found.</summary>
    public Client Client
    {
        get => field ?? throw new InvalidOperationException("The client is not found yet.");
        internal set;
    }

    /// <summary>Where the answer goes; null before it is proven, and where no redirect exists.</summary>
    public string? RedirectUri { get; internal set; }

    /// <summary>Whether the client itself sent the request (RFC 9126): then it is authenticated, and the headers are its own. Otherwise the
    /// browser of the user did.</summary>
    public bool IsPushed { get; internal set; }

    /// <summary>The granted scope at most, defaults filled in.</summary>
    /// <remarks>A check of your own may ask for more: the scope policy decides again when the request is completed.</remarks>
    public Scope Scope { get; set; } = Scope.Empty;

    /// <summary>The resources that the request names, as they are registered; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources { get; internal set; } = [];

    /// <summary>The authorization details that the request asks for, each found valid by its type (RFC 9396); empty for none.</summary>
    public AuthorizationDetails AuthorizationDetails { get; internal set; } = AuthorizationDetails.Empty;

    /// <summary>Additive data for the code: what a check of your own found, for the token endpoint.</summary>
    public Properties Properties { get; set; } = Properties.Empty;

    /// <summary>What the request asks of the pages; default nothing.</summary>
    public RequestedInteraction Interaction { get; set; } = RequestedInteraction.None;

    /// <summary>The parameters as they were sent: those in effect may be in an object or in a pushed request.</summary>
    internal RequestParameters? Sent { get; set; }

    /// <summary>What the browser must bring again; null means what it sent.</summary>
    internal RequestParameters? ToResume { get; set; }

    /// <summary>The pushed request that the parameters are from; null when they came with the browser.</summary>
    internal PushedRequest? Pushed { get; set; }

    /// <summary>Whether the parameters are from a request object, which was verified now.</summary>
    internal bool IsSigned { get; set; }

    internal bool RedirectUriSent { get; set; }

    /// <summary>Whether the answer is sent as a form (<c>response_mode=form_post</c>), and not in the query of a redirect.</summary>
    internal bool PostsForm { get; set; }

    internal string? State { get; set; }

    internal Pkce.Challenge Challenge { get; set; }

    /// <summary>The client and the scope: the state is the client's secret.</summary>
    public override string ToString() => $"AuthorizationDraft({Context.ClientId}: {Scope})";
}
