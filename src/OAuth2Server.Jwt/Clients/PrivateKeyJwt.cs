using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.Jwt;

/// <summary><c>private_key_jwt</c>: a client proves its identity with a JWT that it signed with its key (RFC 7521 §4.2, RFC 7523 §2.2 and
/// §3, RFC 10070 §4).</summary>
/// <remarks>
/// Only a client that has <see cref="Name"/> in <see cref="Client.AuthenticationMethods"/> is authenticated by it, and nothing is fetched
/// for another one. An assertion is valid for this issuer alone, for a short time, and once. Every refusal is the same
/// <c>invalid_client</c>, 401; the log says which check failed. Failures are not counted: a signature cannot be found by attempts.
/// </remarks>
/// <param name="model">Finds the client.</param>
/// <param name="keys">The keys of the clients.</param>
/// <param name="replays">Remembers the assertions that were used.</param>
/// <param name="options">The settings.</param>
/// <param name="log">The log; null writes none.</param>
public sealed class PrivateKeyJwt(
    IOAuthModel model, ClientKeys keys, IReplayModel replays, ClientAssertionOptions options, ILogger<PrivateKeyJwt>? log = null)
    : IClientAuthenticationMethod
{
    /// <summary>The registered name of the method.</summary>
    public const string MethodName = "private_key_jwt";

    /// <summary>The <c>client_assertion_type</c> of JWTs.</summary>
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly ClientDocumentLog _log = new((ILogger?)log ?? NullLogger.Instance);

    /// <inheritdoc/>
    public string Name => MethodName;

    /// <inheritdoc/>
    public IReadOnlyList<string> SigningAlgorithms => [.. options.Algorithms];

    /// <inheritdoc/>
    public bool IsPresented(OAuthRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request["client_assertion_type"] is { } type ? type == AssertionType : request["client_assertion"] is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context["client_assertion_type"] is null || context["client_assertion"] is not { } text)
            return Failed("RFC 7521 §4.2", "client_assertion or client_assertion_type is missing.");
        if (CompactJws.Read(text, ClientAssertion.Type, isTypeOptional: true).IsError(out var error, out var jws)) return Failed(error);
        using var payload = jws.ReadPayload();
        if (payload is null) return Failed("RFC 7519 §7.2", "The payload of the assertion is no JSON object, or has a member twice.");
        if (RefuseBeforeLookUp(payload.RootElement, jws, context) is { } refused) return Failed(refused);
        if ((await FindAsync(ClientAssertion.ClientIdOf(payload.RootElement), jws, context, ct)).IsError(out error, out var client))
            return error;
        // Before the keys: they may be fetched from an address that the client named.
        if (ClientAssertion.Read(payload.RootElement, AudiencesOf(client, context), OptionsFor(client, context), context.Now)
            .IsError(out error, out var assertion)) return Failed(error);
        if (await keys.ProblemAsync(client, jws, ct) is { } problem)
            return Failed("RFC 7523 §3", $"The assertion cannot be verified: {problem}.");
        if (!await replays.UseOnceAsync(KeyOf(assertion, client, context), context.Now, assertion.AcceptedUntil, ct))
            return Failed("RFC 7523 §3", "The assertion was used before.");
        if (assertion.Audience != context.Issuer) _log.EndpointAudience(client.Id, assertion.Audience);
        return client;
    }

    // A client that describes itself is fetched from an address that the sender chose: not for an assertion that no client can have here.
    private OAuthError? RefuseBeforeLookUp(JsonElement claims, CompactJws jws, OAuthContext context)
    {
        if (ClientAssertion.ClientIdOf(claims) is not { } id || !ClientIdUrl.IsValid(id)) return null;
        if (!options.Algorithms.Contains(jws.Algorithm)) return CompactJws.Refusal("RFC 8725 §3.1", "Its algorithm is not accepted.");
        return ClientAssertion.Read(claims, AllAudiences(context), options, context.Now).IsError(out var error, out _) ? error : null;
    }

    private async ValueTask<Outcome<Client>> FindAsync(string? id, CompactJws jws, OAuthContext context, CancellationToken ct)
    {
        if (id is null) return Failed("RFC 7523 §3", "iss and sub of the assertion are not the same client id.");
        if (context["client_id"] is { } named && named != id)
            return Failed("RFC 7521 §4.2", "client_id is not the client of the assertion.");
        if (await model.GetClientAsync(id, context, ct) is not { } client) return Failed("RFC 7523 §3", "The client is unknown.");
        context.ClientId = client.Id;
        if (client.AuthenticationMethods.IsDefaultOrEmpty || !client.AuthenticationMethods.Contains(MethodName, StringComparer.Ordinal))
            return Failed("RFC 7591 §2", "The client is not registered for private_key_jwt.");
        if (!options.Algorithms.Contains(jws.Algorithm) || (client.TokenEndpointAuthSigningAlg ?? jws.Algorithm) != jws.Algorithm)
            return Failed("RFC 8725 §3.1", "The algorithm of the assertion is not accepted, or not the one of the client.");
        // FAPI 2.0 Security Profile §5.4.1, for the server or for this client.
        if (!client.ProfileIn(context).AllowsSigningAlgorithm(jws.Algorithm))
            return Failed("FAPI 2.0 Security Profile §5.4.1", "The profile does not allow the algorithm of the assertion.");
        return client;
    }

    private ClientAssertionOptions OptionsFor(Client client, OAuthContext context) =>
        client.ProfileIn(context) is >= SecurityProfile.Fapi2 and var profile ? options.For(profile) : options;

    // The URL of an endpoint follows from the issuer: with the Host header of the request an attacker could choose it.
    private static List<string> AudiencesOf(Client client, OAuthContext context) =>
        !client.AcceptsEndpointAudience || client.ProfileIn(context) >= SecurityProfile.Fapi2 ? [context.Issuer] : AllAudiences(context);

    private static List<string> AllAudiences(OAuthContext context)
    {
        var (path, endpoints) = (context.Request.Uri.AbsolutePath, context.EndpointsPath + "/");
        var at = path.IndexOf(endpoints, StringComparison.Ordinal);
        var called = at < 0 ? "/token" : path[(at + endpoints.Length - 1)..];
        return [context.Issuer, context.EndpointUrl("/token"), context.EndpointUrl(called)];
    }

    // No issuer and no client id has a line break.
    private static SecretHash KeyOf(ClientAssertion assertion, Client client, OAuthContext context) =>
        SecretHash.Of($"client_assertion\n{context.Issuer}\n{client.Id}\n{assertion.Id}");

    private static OAuthError Failed(OAuthError error) => Failed(error.Rule, error.Detail);

    // The text of every failed client authentication.
    private static OAuthError Failed(string? rule, string? detail) =>
        OAuthError.InvalidClient("Client authentication failed.", rule, detail);
}
