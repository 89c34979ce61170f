using System.Text.Json;

namespace OAuth2Server;

/// <summary>From the body of a registration to the client: the software statement, the rules of the server, the policy of the
/// application.</summary>
internal sealed class RegistrationReview(RegistrationRules rules, IClientRegistrationPolicy? policy)
{
    /// <summary>Makes the client that is to be registered.</summary>
    /// <param name="requested">The body.</param>
    /// <param name="id">The client id.</param>
    /// <param name="registered">The client as it is registered now; null for a new one.</param>
    /// <param name="initialAccessToken">The bearer token of a new registration.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    internal async ValueTask<Outcome<Client>> RunAsync(
        JsonElement requested, string id, Client? registered, Secret? initialAccessToken, OAuthContext context, CancellationToken ct)
    {
        JsonElement? claims = null;
        if (policy is not null && requested.TryGetProperty(RegisteredTexts.SoftwareStatement, out var sent) && !IsAbsent(sent))
        {
            if (sent.ValueKind != JsonValueKind.String)
                return OAuthError.InvalidSoftwareStatement("software_statement is no text.");
            var statement = sent.GetString()!;
            if ((await policy.ReadSoftwareStatementAsync(statement, context, ct)).IsError(out var untrusted, out var read))
                return untrusted;
            claims = read;
        }
        var metadata = claims is { } verified ? Merge(requested, verified) : requested;
        if (rules.Read(metadata, claims is not null, id, registered).IsError(out var wrong, out var client)) return wrong;
        client = client.AsSelfRegistered();
        if (policy is null) return client;

        var request = new RequestedRegistration
        {
            Client = client,
            Metadata = metadata,
            Registered = registered,
            SoftwareStatement = claims,
            InitialAccessToken = initialAccessToken,
        };
        if ((await policy.ReviewAsync(request, context, ct)).IsError(out var refused, out var reviewed)) return refused;
        return reviewed.Id == id && reviewed.Type == client.Type
            ? reviewed.AsSelfRegistered()
            : throw new InvalidOperationException($"{policy.GetType().Name} changed the id or the type of a client that registers.");
    }

    // Null and the empty text are as a member that is not sent. Without a policy no statement can be verified: it is ignored (RFC 7591
    // §2.3).
    private static bool IsAbsent(JsonElement statement) =>
        statement.ValueKind == JsonValueKind.Null || (statement.ValueKind == JsonValueKind.String && statement.GetString() is "");

    // The claims of the statement win (RFC 7591 §3.1.1): otherwise the statement would vouch for what its issuer did not see.
    private static JsonElement Merge(JsonElement requested, JsonElement claims)
    {
        var json = JsonBody.Start();
        foreach (var member in requested.EnumerateObject())
        {
            var isStatement = member.NameEquals(RegisteredTexts.SoftwareStatement);
            if (isStatement || !claims.TryGetProperty(member.Name, out _)) member.WriteTo(json);
        }
        foreach (var claim in claims.EnumerateObject())
        {
            if (!claim.NameEquals(RegisteredTexts.SoftwareStatement)) claim.WriteTo(json);
        }
        using var merged = JsonDocument.Parse(JsonBody.End());
        return merged.RootElement.Clone();
    }
}
