using System.Collections.Immutable;
using System.Text.Json;

namespace OAuth2Server;

/// <content>The members of each record. Stored texts have their names: never change a name, and never use it for something else.</content>
public static partial class RecordText
{
    private const string AccessTokenKind = "access_token";
    private const string AuthorizationCodeKind = "authorization_code";
    private const string RefreshTokenKind = "refresh_token";
    private const string DeviceCodeKind = "device_code";
    private const string AuthorizationKind = "authorization";
    private const string ConsentKind = "consent";

    private static void WriteMembers(Utf8JsonWriter json, Authorization authorization)
    {
        json.Text("id", authorization.Id);
        json.Text("issuer", authorization.Issuer);
        json.Text("client", authorization.ClientId);
        json.Text("subject", authorization.Subject);
        json.Scope("scope", authorization.Scope);
        json.Texts("resources", authorization.Resources);
        json.Time("granted", authorization.GrantedAt);
        json.Time("ends", authorization.EndsAt);
        json.Properties("properties", authorization.Properties);
    }

    private static Authorization AuthorizationOf(RecordTextMembers members) => new()
    {
        Id = members.Text("id"),
        Issuer = members.Text("issuer"),
        ClientId = members.Text("client"),
        Subject = members.TextOrNull("subject"),
        Scope = members.Scope("scope"),
        Resources = members.Texts("resources"),
        GrantedAt = members.Time("granted"),
        EndsAt = members.TimeOrNull("ends"),
        Properties = members.Properties("properties"),
    };

    private static void WriteMembers(Utf8JsonWriter json, AccessToken token)
    {
        json.Text("id", token.Id);
        json.Hash("hash", token.Hash);
        json.Scope("scope", token.Scope);
        json.Texts("audience", token.Audience);
        if (token.TokenType != "Bearer") json.Text("type", token.TokenType);
        json.Time("issued", token.IssuedAt);
        json.Time("expires", token.ExpiresAt);
        json.Properties("properties", token.Properties);
        WriteAuthorization(json, token.Authorization);
    }

    private static AccessToken AccessTokenOf(RecordTextMembers members) => new()
    {
        Id = members.Text("id"),
        Hash = members.Hash("hash"),
        Scope = members.Scope("scope"),
        Audience = members.Texts("audience"),
        TokenType = members.TextOrNull("type") ?? "Bearer",
        IssuedAt = members.Time("issued"),
        ExpiresAt = members.Time("expires"),
        Properties = members.Properties("properties"),
        Authorization = AuthorizationOf(members.Object("authorization")),
    };

    private static void WriteMembers(Utf8JsonWriter json, AuthorizationCode code)
    {
        WriteCredential(json, code);
        json.Text("redirect_uri", code.RedirectUri);
        if (code.RedirectUriSent) json.WriteBoolean("redirect_uri_sent", true);
        json.Text("code_challenge", code.CodeChallenge);
        json.Text("code_challenge_method", code.CodeChallengeMethod);
        WriteAuthorization(json, code.Authorization);
    }

    private static AuthorizationCode AuthorizationCodeOf(RecordTextMembers members) => new()
    {
        Hash = members.Hash("hash"),
        ExpiresAt = members.TimeOrNull("expires"),
        ConsumedAt = members.TimeOrNull("consumed"),
        Replay = ReplayOf(members),
        Properties = members.Properties("properties"),
        RedirectUri = members.Text("redirect_uri"),
        RedirectUriSent = members.Flag("redirect_uri_sent"),
        CodeChallenge = members.TextOrNull("code_challenge"),
        CodeChallengeMethod = members.TextOrNull("code_challenge_method"),
        Authorization = AuthorizationOf(members.Object("authorization")),
    };

    private static void WriteMembers(Utf8JsonWriter json, RefreshToken token)
    {
        WriteCredential(json, token);
        WriteAuthorization(json, token.Authorization);
    }

    private static RefreshToken RefreshTokenOf(RecordTextMembers members) => new()
    {
        Hash = members.Hash("hash"),
        ExpiresAt = members.TimeOrNull("expires"),
        ConsumedAt = members.TimeOrNull("consumed"),
        Replay = ReplayOf(members),
        Properties = members.Properties("properties"),
        Authorization = AuthorizationOf(members.Object("authorization")),
    };

    private static void WriteMembers(Utf8JsonWriter json, DeviceCode code)
    {
        WriteCredential(json, code);
        json.Hash("user_code_hash", code.UserCodeHash);
        if (code.Status != DeviceCodeStatus.Pending) json.Text("status", NameOf(code.Status));
        json.Interval("interval", code.Interval);
        json.Time("polled", code.LastPolledAt);
        WriteAuthorization(json, code.Authorization);
    }

    private static DeviceCode DeviceCodeOf(RecordTextMembers members) => new()
    {
        Hash = members.Hash("hash"),
        ExpiresAt = members.TimeOrNull("expires"),
        ConsumedAt = members.TimeOrNull("consumed"),
        Replay = ReplayOf(members),
        Properties = members.Properties("properties"),
        UserCodeHash = members.Hash("user_code_hash"),
        Status = StatusOf(members),
        Interval = members.Interval("interval"),
        LastPolledAt = members.TimeOrNull("polled"),
        Authorization = AuthorizationOf(members.Object("authorization")),
    };

    private static void WriteMembers(Utf8JsonWriter json, Consent consent)
    {
        if (consent.Id.Length > 0) json.Text("id", consent.Id);
        json.Text("issuer", consent.Issuer);
        json.Text("subject", consent.Subject);
        json.Text("client", consent.ClientId);
        json.Scope("scope", consent.Scope);
        WriteResources(json, consent.Resources);
        json.Time("granted", consent.GrantedAt);
    }

    private static void WriteResources(Utf8JsonWriter json, ImmutableArray<ConsentedResource> resources)
    {
        if (resources.IsDefaultOrEmpty) return;
        json.WriteStartArray("resources");
        foreach (var (resource, scope) in resources)
        {
            json.WriteStartObject();
            json.Text("resource", resource);
            json.Scope("scope", scope);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static Consent ConsentOf(RecordTextMembers members) => new()
    {
        Id = members.TextOrNull("id") ?? "",
        Issuer = members.Text("issuer"),
        Subject = members.Text("subject"),
        ClientId = members.Text("client"),
        Scope = members.Scope("scope"),
        Resources = members.Objects("resources", entry => new ConsentedResource(entry.Text("resource"), entry.Scope("scope"))),
        GrantedAt = members.Time("granted"),
    };

    private static void WriteCredential(Utf8JsonWriter json, Credential credential)
    {
        json.Hash("hash", credential.Hash);
        json.Time("expires", credential.ExpiresAt);
        json.Time("consumed", credential.ConsumedAt);
        if (credential.Replay is { } replay)
        {
            json.WriteStartObject("replay");
            json.Time("until", replay.Until);
            json.Bytes("sealed", replay.SealedResponse.Span);
            json.WriteEndObject();
        }
        json.Properties("properties", credential.Properties);
    }

    private static Replay? ReplayOf(RecordTextMembers members) =>
        members.ObjectOrNull("replay") is { } replay ? new(replay.Time("until"), replay.Bytes("sealed")) : null;

    private static void WriteAuthorization(Utf8JsonWriter json, Authorization authorization)
    {
        json.WriteStartObject("authorization");
        WriteMembers(json, authorization);
        json.WriteEndObject();
    }

    private static string NameOf(DeviceCodeStatus status) => status switch
    {
        DeviceCodeStatus.Allowed => "allowed",
        DeviceCodeStatus.Denied => "denied",
        _ => throw new ArgumentException($"{status} is no status of a device code.", nameof(status)),
    };

    private static DeviceCodeStatus StatusOf(RecordTextMembers members) => members.TextOrNull("status") switch
    {
        null => DeviceCodeStatus.Pending,
        "allowed" => DeviceCodeStatus.Allowed,
        "denied" => DeviceCodeStatus.Denied,
        _ => throw members.Damaged("status"),
    };
}
