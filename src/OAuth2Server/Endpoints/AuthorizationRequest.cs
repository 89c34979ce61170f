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
        ToResume = draft.ToResume ?? Parameters;
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

    /// <summary>The authorization details that the request asks for: what a consent page shows beside the scope (RFC 9396 §3); empty for
    /// none. <see cref="AuthorizationServer.Describe"/> has their texts.</summary>
    public AuthorizationDetails AuthorizationDetails => Draft.AuthorizationDetails;

    /// <summary>What the request asks of the pages.</summary>
    public RequestedInteraction Interaction => Draft.Interaction;

    /// <summary>The parameters that were found valid: of a request object its content (RFC 9101), of a pushed request what the client
    /// pushed (RFC 9126).</summary>
    public RequestParameters Parameters { get; }

    /// <summary>The parameters with which the browser comes back to this request, after a sign-in or from another page: of a pushed request
    /// <c>client_id</c> and <c>request_uri</c>, otherwise what the browser sent. Send these to the authorization endpoint again, and not
    /// <see cref="Parameters"/>.</summary>
    public RequestParameters ToResume { get; }

    internal AuthorizationDraft Draft { get; }

    /// <summary>The client and the scope: the state is the client's secret.</summary>
    public override string ToString() => $"AuthorizationRequest({Client.Id}: {Scope})";
}
