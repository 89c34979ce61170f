using System.Text.Json;

namespace OAuth2Server;

/// <summary>The answer to a registration (RFC 7591 §3.2.1, RFC 7592 §3): every registered member, those too that the server set.</summary>
internal sealed class ClientInformation
{
    internal required ClientRegistration Registration { get; init; }

    /// <summary>The secret, where it was generated or presented; otherwise the server does not have it.</summary>
    internal string? Secret { get; init; }

    internal required string AccessToken { get; init; }

    /// <summary>Where the registration is managed.</summary>
    internal required string Address { get; init; }

    internal OAuthResponse ToResponse(int status, IReadOnlyCollection<IClientMetadataPart> parts)
    {
        var client = Registration.Client;
        var json = JsonBody.Start();
        json.WriteString("client_id"u8, client.Id);
        json.WriteNumber("client_id_issued_at"u8, Registration.RegisteredAt.ToUnixTimeSeconds());
        if (Secret is not null)
        {
            json.WriteString("client_secret"u8, Secret);
            // It does not expire (RFC 7591 §3.2.1).
            json.WriteNumber("client_secret_expires_at"u8, 0);
        }
        json.WriteString("registration_access_token"u8, AccessToken);
        json.WriteString("registration_client_uri"u8, Address);
        Write(client, json);
        RegisteredTexts.Write(client, json);
        foreach (var part in parts) part.Write(client, json);
        return OAuthResponse.Json(JsonBody.End(), status);
    }

    private static void Write(Client client, Utf8JsonWriter json)
    {
        var hasCode = client.GrantTypes.Contains(AuthorizationCodeGrant.Name);
        if (!client.RedirectUris.IsEmpty) WriteList(json, "redirect_uris", client.RedirectUris);
        WriteList(json, "grant_types", client.GrantTypes);
        WriteList(json, "response_types", hasCode ? ["code"] : []);
        if (client.AuthenticationMethods is [var method, ..]) json.WriteString("token_endpoint_auth_method"u8, method);
        if (!client.Scope.IsEmpty) json.WriteString("scope"u8, client.Scope.ToString());
        if (client.Jwks is { } jwks)
        {
            json.WritePropertyName("jwks"u8);
            json.WriteRawValue(jwks);
        }
        WriteText(json, "jwks_uri", client.JwksUri);
        WriteText(json, "token_endpoint_auth_signing_alg", client.TokenEndpointAuthSigningAlg);
        WriteText(json, "request_object_signing_alg", client.RequestObjectSigningAlg);
        if (client.TlsClientAuth is { } subject) json.WriteString(RegisteredCertificate.NameOf(subject.Kind), subject.Value);
        WriteFlag(json, "tls_client_certificate_bound_access_tokens", client.TlsClientCertificateBoundAccessTokens);
        WriteFlag(json, "dpop_bound_access_tokens", client.DPoPBoundAccessTokens);
        WriteFlag(json, "require_pushed_authorization_requests", client.RequirePushedAuthorizationRequests);
        WriteFlag(json, "require_signed_request_object", client.RequireSignedRequestObject);
        if (client.AuthorizationDetailsTypes is { IsEmpty: false } types) WriteList(json, "authorization_details_types", types);
    }

    // Absent members are left out: some clients cannot read null.
    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool value)
    {
        if (value) json.WriteBoolean(name, true);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
