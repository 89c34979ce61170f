using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>The link from a token that was issued by an exchange to the tokens that it was exchanged for: it ends with each of them (RFC
/// 8693).</summary>
/// <remarks>The link is a list of hashes among the properties of the new token, the latest last. What ends a subject token ends the new
/// one at the next look-up, because the subject token is looked up too: its revocation, that of its authorization, its consent or its
/// session, and the end of its client or its user. No store needs a function for this.</remarks>
internal static class SubjectTokens
{
    private const string Property = "subject_tokens";

    /// <summary>How many exchanges led to a token.</summary>
    internal static int CountOf(AccessToken token) => HashesIn(token).Length;

    /// <summary>The properties of a token that is exchanged for another one, which may come from an exchange itself.</summary>
    internal static Properties Link(Properties properties, AccessToken subject) =>
        properties.With(Property, string.Join(' ', [.. HashesIn(subject), Base64Url.EncodeToString(subject.Hash.ToByteArray())]));

    /// <summary>The id of what a client gets from one authorization by exchange, however often. A user who revokes it sees one entry, and
    /// ends all of it.</summary>
    /// <param name="subject">The authorization of the subject token.</param>
    /// <param name="client">The client that exchanges.</param>
    internal static string FamilyOf(Authorization subject, Client client) => Base64Url.EncodeToString(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Id} {subject.Id}")).AsSpan(0, RandomText.Id));

    /// <summary>Looks up the tokens that a token was exchanged for.</summary>
    /// <param name="token">A token that was found.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The settings.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Why the token is not valid, for the log; null when it is, and for a token that no exchange issued.</returns>
    internal static async ValueTask<string?> ProblemAsync(
        AccessToken token, object model, OAuth2ServerOptions options, OAuthContext context, CancellationToken ct)
    {
        foreach (var hash in HashesIn(token))
        {
            var subject = model is IAccessTokenModel tokens
                ? await tokens.GetAccessTokenAsync(Secret.OfHash(SecretHash.FromBytes(Base64Url.DecodeFromChars(hash))), context, ct)
                : null;
            if (subject is null || subject.ExpiresAt <= context.Now) return "the token that it was exchanged for is revoked or expired";
            if (options.CheckClientAndUserOfTokens
                && await TokenHolders.ProblemAsync(subject.Authorization, model, caller: null, context, ct) is { } problem)
                return $"of the token that it was exchanged for, {problem}";
        }
        return null;
    }

    private static string[] HashesIn(AccessToken token) => token.Properties[Property]?.Split(' ') ?? [];
}
