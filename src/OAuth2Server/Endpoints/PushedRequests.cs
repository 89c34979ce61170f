namespace OAuth2Server;

/// <summary>Pushed authorization requests from their save to their one answer (RFC 9126).</summary>
internal sealed class PushedRequests(IPushedRequestModel model, OAuth2ServerOptions options)
{
    /// <summary>For so long after the first visit of the browser the user can sign in and answer.</summary>
    internal static readonly TimeSpan SignInTime = TimeSpan.FromHours(1);

    /// <summary>What a <c>request_uri</c> of this server starts with (§2.2).</summary>
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    /// <summary>Longer than a reference; an attacker must not let the store look up long texts.</summary>
    private const int MaxReference = 100;

    private static readonly HashSet<string> NotKept = new(StringComparer.Ordinal)
    {
        "client_secret", "client_assertion", "client_assertion_type",
    };

    /// <summary>Whether a <c>request_uri</c> can be one of a pushed request, and is no address to load something from.</summary>
    internal static bool IsUri(string uri) => uri.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Saves a request that the client pushed.</summary>
    internal ValueTask<Kept> SaveAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        var lifetime = ProfileChecks.CodeLifetime(options.PushedRequestLifetime, draft.Client, draft.Context);
        return SaveAsync(draft, draft.Context.Now + lifetime, visitedAt: null, ct);
    }

    /// <summary>Saves a request that the browser brought in a signed object.</summary>
    /// <returns>Null when so many are saved for the client and the network that this one travels by value.</returns>
    internal async ValueTask<Kept?> KeepVisitedAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        var context = draft.Context;
        // One object can be sent any number of times, by anyone who saw it.
        if (await context.AdmitAsync(context.AttemptAt(AttemptKind.RequestObject, draft.Client.Id, model)) is not null) return null;
        return await SaveAsync(draft, context.Now + SignInTime, context.Now, ct);
    }

    /// <summary>Finds the request of a <c>request_uri</c>, and records the first visit of the browser.</summary>
    /// <returns><c>invalid_request_uri</c> for each that cannot be used, without a reason.</returns>
    internal async ValueTask<Outcome<PushedRequest>> FindAsync(string uri, Client client, OAuthContext context, CancellationToken ct)
    {
        if ((await LookUpAsync(uri, client.Id, context, ct)).IsError(out var error, out var request)) return error;
        if (request.VisitedAt is null) await model.VisitPushedRequestAsync(request, context.Now + SignInTime, context, ct);
        return request;
    }

    /// <summary>Finds the request of a <c>request_uri</c>, and records nothing.</summary>
    /// <returns><c>invalid_request_uri</c> for each that cannot be used, without a reason.</returns>
    internal async ValueTask<Outcome<PushedRequest>> LookUpAsync(
        string uri, string clientId, OAuthContext context, CancellationToken ct)
    {
        var reference = uri[Prefix.Length..];
        if (!Grammar.IsToken68(reference) || reference.Length > MaxReference) return NotValid("It is malformed.");
        if (await model.GetPushedRequestAsync(new(reference), context, ct) is not { } request) return NotValid("It is unknown.");
        if (request.Issuer != context.Issuer) return NotValid("It was pushed to another issuer.");
        // Otherwise an attacker could send the user to a request with the parameters of another client (§2.2, §7.5).
        if (request.ClientId != clientId) return NotValid("It was pushed by another client.");
        if (request.ConsumedAt is not null) return NotValid("It was answered before.");
        return request.ExpiresAt <= context.Now ? NotValid("It is expired.") : request;
    }

    /// <summary>Consumes a request when it gets its answer (§4, §7.3).</summary>
    /// <returns>False when another answer consumed it first.</returns>
    internal ValueTask<bool> ConsumeAsync(PushedRequest request, OAuthContext context, CancellationToken ct) =>
        model.RevokePushedRequestAsync(request, context, ct);

    /// <summary>The error of a request that got its answer before.</summary>
    internal static OAuthError Answered => NotValid("It was answered before.");

    private async ValueTask<Kept> SaveAsync(
        AuthorizationDraft draft, DateTimeOffset expiresAt, DateTimeOffset? visitedAt, CancellationToken ct)
    {
        var context = draft.Context;
        var reference = RandomText.Of(RandomText.Secret);
        var request = new PushedRequest
        {
            Hash = SecretHash.Of(reference),
            Issuer = context.Issuer,
            ClientId = draft.Client.Id,
            // Without the credentials that the client authenticated with.
            Parameters = RequestParameters.Of(context.Parameters.Where(pair => !NotKept.Contains(pair.Key))).ToQuery(),
            ExpiresAt = expiresAt,
            VisitedAt = visitedAt,
            Properties = draft.Properties,
        };
        await model.SavePushedRequestAsync(request, context, ct);
        return new(Prefix + reference, request);
    }

    private static OAuthError NotValid(string detail) =>
        new("invalid_request_uri", "The request_uri cannot be used: push the request again.") { Rule = "RFC 9126 §4", Detail = detail };

    /// <summary>A saved request.</summary>
    /// <param name="Uri">Its <c>request_uri</c>, the client's secret.</param>
    /// <param name="Request">The record.</param>
    internal sealed record Kept(string Uri, PushedRequest Request)
    {
        /// <summary>The client only.</summary>
        public override string ToString() => Request.ToString();
    }
}
