using System.Text.Json;

namespace OAuth2Server;

/// <summary>The JSON of an introspection response (RFC 7662 §2.2).</summary>
internal static class IntrospectionResponse
{
    /// <summary>The whole answer about a token that is not active.</summary>
    internal static ReadOnlyMemory<byte> Inactive { get; } = """{"active":false}"""u8.ToArray();

    internal static ReadOnlyMemory<byte> Of(AccessToken token, DescribedUser user, bool withActors)
    {
        var json = JsonBody.Start();
        Write(json, token.Authorization, user, token.Scope, token.ExpiresAt);
        json.WriteString("token_type"u8, token.TokenType);
        json.WriteNumber("iat"u8, token.IssuedAt.ToUnixTimeSeconds());
        json.WriteString("jti"u8, token.Id);
        TokenBinding.WriteConfirmation(json, token.Properties);
        if (withActors) Actor.WriteTo(json, token.Properties, token.Authorization.Properties);
        AuthorizationDetails.WriteTo(json, token.Properties, token.Authorization.Properties);
        if (!token.Audience.IsEmpty)
        {
            json.WriteStartArray("aud"u8);
            foreach (var resource in token.Audience) json.WriteStringValue(resource);
            json.WriteEndArray();
        }
        return JsonBody.End();
    }

    internal static ReadOnlyMemory<byte> Of(RefreshToken token, DescribedUser user)
    {
        var (expires, ends) = (token.ExpiresAt, token.Authorization.EndsAt);
        var json = JsonBody.Start();
        Write(json, token.Authorization, user, token.Authorization.Scope, ends < expires ? ends : expires ?? ends);
        AuthorizationDetails.WriteTo(json, Properties.Empty, token.Authorization.Properties);
        return JsonBody.End();
    }

    private static void Write(
        Utf8JsonWriter json, Authorization authorization, DescribedUser user, Scope scope, DateTimeOffset? expires)
    {
        json.WriteBoolean("active"u8, true);
        json.WriteString("iss"u8, authorization.Issuer);
        json.WriteString("client_id"u8, authorization.ClientId);
        if (user.Subject is { } subject) json.WriteString("sub"u8, subject);
        if (user.Username is { } username) json.WriteString("username"u8, username);
        if (!scope.IsEmpty) json.WriteString("scope"u8, scope.ToString());
        if (expires is { } time) json.WriteNumber("exp"u8, time.ToUnixTimeSeconds());
        UserAuthentication.In(authorization.Properties)?.WriteTo(json);
    }
}

/// <summary>The user of a token, as the client that asks sees the user.</summary>
/// <param name="Subject">The identifier; null when the client acts for itself.</param>
/// <param name="Username">The name for people to read; null for none.</param>
internal readonly record struct DescribedUser(string? Subject, string? Username);
