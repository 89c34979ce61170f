using System.Buffers.Text;
using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The parameters of a token exchange request (RFC 8693 §2.1).</summary>
/// <param name="SubjectToken">The token of the party that the new token is for.</param>
/// <param name="ActorToken">The token of the party that acts; null when the client asks to be the subject itself.</param>
/// <param name="IssuedType">The <c>issued_token_type</c> of the answer.</param>
/// <param name="Targets">The resources that the new token is for, in their registered spelling.</param>
internal sealed record ExchangeRequest(Secret SubjectToken, Secret? ActorToken, string IssuedType, ImmutableArray<string> Targets)
{
    /// <summary>An access token of this server, opaque or not (RFC 8693 §3).</summary>
    internal const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    /// <summary>An access token of this server that is a JWT (RFC 8693 §3).</summary>
    internal const string JwtType = "urn:ietf:params:oauth:token-type:jwt";

    private const string Rule = "RFC 8693 §2.1";

    /// <summary>Reads them.</summary>
    internal static Outcome<ExchangeRequest> Read(GrantRequest request, OAuth2ServerOptions options)
    {
        if (Problem("subject_token", request) is { } noSubject) return noSubject;
        if (Problem("actor_token", request) is { } noActor) return noActor;
        if (request["subject_token"] is not { } subject) return OAuthError.InvalidRequest("subject_token is missing.", Rule);
        var issued = request["requested_token_type"] ?? AccessTokenType;
        if (!IsKnown(issued))
            return OAuthError.InvalidRequest("The server issues no token of the requested_token_type.", "RFC 8693 §2.2.1");
        return FindTargets(request.Context.Parameters, options).IsError(out var noTarget, out var targets)
            ? noTarget
            : new ExchangeRequest(new(subject), request["actor_token"] is { } actor ? new(actor) : null, issued, targets);
    }

    // A token and its type are sent together, or both are not sent.
    private static OAuthError? Problem(string name, GrantRequest request)
    {
        var (text, type) = (request[name], request[name + "_type"]);
        if (text is null) return type is null ? null : OAuthError.InvalidRequest($"{name}_type is sent without {name}.", Rule);
        if (!Grammar.IsVsChar(text)) return OAuthError.InvalidRequest($"{name} is malformed.", Rule);
        if (type is null) return OAuthError.InvalidRequest($"{name}_type is missing.", Rule);
        // Refresh tokens and ID tokens too: neither is made to be sent to another party.
        if (!IsKnown(type)) return OAuthError.InvalidRequest($"The server accepts no {name} of this type.", Rule);
        // A token must be what its type says (RFC 8693 §2.2.2).
        return type == JwtType && !IsJwt(text)
            ? OAuthError.InvalidRequest($"{name} is not of the type that {name}_type says.", "RFC 8693 §2.2.2")
            : null;
    }

    private static bool IsKnown(string type) => type is AccessTokenType or JwtType;

    // The form alone: the token is looked up, so the text is one that this server wrote.
    private static bool IsJwt(string text) =>
        text.Split('.') is [{ Length: > 0 } header, { Length: > 0 }, { Length: > 0 }]
        && Base64Url.IsValid(header) && Base64Url.DecodeFromChars(header) is [(byte)'{', ..];

    // An audience is the name of a target at this server: the resource itself, or the client that the resource is registered with.
    private static Outcome<ImmutableArray<string>> FindTargets(RequestParameters parameters, OAuth2ServerOptions options)
    {
        if (ResourceIndicators.Read(parameters, options).IsError(out var unknown, out var targets)) return unknown;
        var audiences = parameters.Values("audience");
        if (audiences.Length > ResourceIndicators.MaxNamed)
            return NoTarget($"The request names more than {ResourceIndicators.MaxNamed} audiences.");
        foreach (var audience in audiences)
        {
            var named = ResourceIndicators.Find(audience, options) is { } one
                ? [one]
                : options.Resources.Where(resource => resource.ClientId == audience).ToArray();
            if (named.Length == 0) return NoTarget("The audience is unknown.");
            targets = [.. targets, .. named.Select(resource => resource.Resource)];
        }
        // A token for every resource would make each policy that is for one resource useless.
        return targets.IsEmpty
            ? NoTarget("The request must name a resource or an audience.")
            : ImmutableArray.CreateRange(targets.Distinct(StringComparer.Ordinal));
    }

    /// <summary><c>invalid_target</c>: the server issues no token for what the request names (RFC 8693 §2.2.2).</summary>
    internal static OAuthError NoTarget(string description) =>
        new("invalid_target", description) { Rule = "RFC 8693 §2.2.2" };
}
