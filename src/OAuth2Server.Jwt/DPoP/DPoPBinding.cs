namespace OAuth2Server.Jwt;

/// <summary>Binds tokens to the key of a DPoP proof in the token request (RFC 9449 §5).</summary>
/// <param name="proofs">Verifies proofs.</param>
/// <param name="replays">Remembers the proofs that were used.</param>
public sealed class DPoPBinding(DPoPProofs proofs, IReplayModel replays) : ITokenBinding
{
    /// <summary>The confirmation method of the tokens (RFC 9449 §6.1).</summary>
    internal const string Kind = "jkt";

    /// <summary>The <c>token_type</c> of the tokens, and the scheme that they are sent with (RFC 9449 §7.1).</summary>
    internal const string TokenType = "DPoP";

    /// <inheritdoc/>
    public async ValueTask<Outcome<TokenBinding>> BindAsync(Client client, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(context);
        if (!DPoPProofs.IsSent(context.Request))
            return proofs.IsRequired || client.DPoPBoundAccessTokens
                ? OAuthError.InvalidRequest("The request must have a DPoP proof.", "RFC 9449 §5.2")
                : TokenBinding.None;
        return (await proofs.VerifyAsync(CallOf(context, client), replays, ct)).IsError(out var error, out var thumbprint)
            ? error
            : new TokenBinding(Kind, thumbprint, TokenType);
    }

    /// <summary>A request of a client to an endpoint of the server.</summary>
    internal static ProofCall CallOf(OAuthContext context, Client client) =>
        new(context, context.CalledEndpointUrl ?? context.Request.Uri.AbsoluteUri, 400, client.ProfileIn(context));
}
