using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>An authorization request that was found valid: only <c>AuthorizeAsync</c> of the server makes one, and <c>CompleteAsync</c>
/// takes it.</summary>
public sealed class AuthorizationRequest
{
    internal AuthorizationRequest(AuthorizationDraft draft)
    {
        Draft = draft;
        Issuer = draft.Context.Issuer;
        Parameters = draft.Context.Parameters;
    }

    /// <summary>The client that sent it.</summary>
    public Client Client => Draft.Client;

    /// <summary>The issuer that it was sent to.</summary>
    public string Issuer { get; }

    /// <summary>The requested scope, defaults filled in: what a consent page shows.</summary>
    public Scope Scope => Draft.Scope;

    /// <summary>Where the answer goes.</summary>
    public string RedirectUri => Draft.RedirectUri!;

    /// <summary>The resources that the tokens will be for; empty means any (RFC 8707).</summary>
    public ImmutableArray<string> Resources => Draft.Resources;

    /// <summary>What the request asks of the pages.</summary>
    public RequestedInteraction Interaction => Draft.Interaction;

    /// <summary>The parameters that were found valid.</summary>
    public RequestParameters Parameters { get; }

    internal AuthorizationDraft Draft { get; }

    /// <summary>The client and the scope: the state is the client's secret.</summary>
    public override string ToString() => $"AuthorizationRequest({Client.Id}: {Scope})";
}
