using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>What other packages add to the issuing of tokens.</summary>
/// <param name="Formats">The formats of access tokens beside opaque texts.</param>
/// <param name="ResponseParts">The parts of the token response beside the tokens.</param>
internal sealed record TokenSeams(IAccessTokenFormat[] Formats, ITokenResponsePart[] ResponseParts);

/// <summary>What a new authorization grants.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Resources">The resources that its tokens may be for; empty means any.</param>
/// <param name="Properties">Additive data.</param>
internal readonly record struct AuthorizationTerms(Scope Scope, ImmutableArray<string> Resources, Properties Properties);
