namespace OAuth2Server.Jwt;

/// <summary>Verifies at a resource the DPoP proof that is sent with an access token (RFC 9449 §7).</summary>
/// <param name="proofs">Verifies proofs.</param>
/// <param name="replays">Remembers the proofs that were used.</param>
/// <param name="resource">The identifier of the resource, as a URL: proofs are for addresses of its scheme, host and port. Null, or another
/// kind of URI, takes those of the request, which an attacker chooses where the application accepts every Host header.</param>
public sealed class DPoPPossession(DPoPProofs proofs, IReplayModel replays, string? resource = null) : IProofOfPossession
{
    private readonly string? _origin = Uri.TryCreate(resource, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) ? uri.GetLeftPart(UriPartial.Authority) : null;

    /// <inheritdoc/>
    public string Kind => DPoPBinding.Kind;

    /// <inheritdoc/>
    public string Scheme => DPoPBinding.TokenType;

    /// <inheritdoc/>
    public bool IsRequired => proofs.IsRequired;

    /// <inheritdoc/>
    public string? ChallengeParameters { get; } = $"algs=\"{string.Join(' ', proofs.Algorithms)}\"";

    /// <inheritdoc/>
    public ValueTask<Outcome<TokenBinding>> VerifyAsync(Secret accessToken, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        var call = new ProofCall(context, AddressOf(context), 401, accessToken);
        if (proofs.Verify(call).IsError(out var error, out var proof)) return new(error);
        if (proof.TimeProblem(context.Profile) is { } notNow) return new(notNow);
        context.Items[this] = proof;
        return new(new TokenBinding(DPoPBinding.Kind, proof.Thumbprint, DPoPBinding.TokenType));
    }

    /// <inheritdoc/>
    public ValueTask<OAuthError?> UseAsync(OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(this, out var found) && found is VerifiedProof proof
            ? DPoPProofs.UseAsync(proof, replays, ct)
            : throw new InvalidOperationException("A proof is verified before it is used up: call VerifyAsync first.");
    }

    // An endpoint of the authorization server that takes access tokens, for instance UserInfo, has an address of its own.
    private string AddressOf(OAuthContext context) =>
        context.CalledEndpointUrl ?? (_origin ?? context.Request.Uri.GetLeftPart(UriPartial.Authority)) + context.Request.Uri.AbsolutePath;
}
