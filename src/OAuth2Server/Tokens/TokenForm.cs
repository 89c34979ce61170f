using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The form of an access token: what its resources, its client and the server ask for.</summary>
/// <param name="Format">The format.</param>
/// <param name="SigningAlgorithm">The algorithm that its resources ask for; null for none.</param>
/// <param name="Audience">The resources that it is for; empty means every one.</param>
internal readonly record struct TokenForm(AccessTokenFormat Format, string? SigningAlgorithm, ImmutableArray<string> Audience)
{
    /// <summary>Chooses the form of a token that is for some resources, or is a JWT.</summary>
    /// <param name="audience">The resources; empty takes the default one.</param>
    /// <param name="usual">The format that the client asks for, or else the server: a resource may ask for another one.</param>
    /// <param name="options">The settings.</param>
    internal static Outcome<TokenForm> Choose(
        ImmutableArray<string> audience, AccessTokenFormat usual, OAuth2ServerOptions options)
    {
        if (audience.IsEmpty)
        {
            // A JWT without audience would be valid at every resource server that trusts the issuer (RFC 9068 §3).
            if (options.DefaultResource is not { } fallback)
                return OAuthError.InvalidTarget("Name a resource: the access token must be for one (RFC 9068 §3).");
            audience = [ResourceIndicators.AsRegistered(fallback, options)];
        }

        var form = Of(audience[0], audience, usual, options);
        foreach (var resource in audience)
        {
            // One text cannot have two formats or two signatures: some of its resources would refuse a merged token.
            if (Of(resource, audience, usual, options) != form)
                return OAuthError.InvalidTarget(
                    "The resources need access tokens of different forms: name one resource in each token request.");
        }
        return form;
    }

    private static TokenForm Of(
        string resource, ImmutableArray<string> audience, AccessTokenFormat usual, OAuth2ServerOptions options)
    {
        var known = ResourceIndicators.Find(resource, options);
        var format = known?.AccessTokenFormat ?? usual;
        return new(format, format == AccessTokenFormat.Jwt ? known?.SigningAlgorithm : null, audience);
    }
}
