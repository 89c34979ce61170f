using System.Data;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The columns of the rows on the hot paths, in the order in which they are written and read.</summary>
internal static class Shapes
{
    internal static readonly Column<AccessTokenRow>[] AccessToken =
    [
        .. Authorization<AccessTokenRow>(),
        new(nameof(AccessTokenRow.Id), DbType.String, r => r.Id, (r, d, i) => r.Id = d.GetString(i)),
        new(nameof(AccessTokenRow.Scope), DbType.String, r => r.Scope, (r, d, i) => r.Scope = d.GetString(i)),
        new(nameof(AccessTokenRow.Audience), DbType.String, r => r.Audience, (r, d, i) => r.Audience = d.GetString(i)),
        new(nameof(AccessTokenRow.TokenType), DbType.String, r => r.TokenType, (r, d, i) => r.TokenType = d.GetString(i)),
        new(nameof(AccessTokenRow.IssuedAt), DbType.Int64, r => r.IssuedAt, (r, d, i) => r.IssuedAt = d.GetInt64(i)),
        new(nameof(AccessTokenRow.ExpiresAt), DbType.Int64, r => r.ExpiresAt, (r, d, i) => r.ExpiresAt = d.GetInt64(i)),
        new(nameof(AccessTokenRow.Properties), DbType.String, r => r.Properties, (r, d, i) => r.Properties = d.GetString(i)),
    ];

    internal static readonly Column<CredentialRow>[] Credential =
    [
        .. Authorization<CredentialRow>(),
        new(nameof(CredentialRow.Kind), DbType.String, r => r.Kind, (r, d, i) => r.Kind = d.GetString(i)),
        new(nameof(CredentialRow.ExpiresAt), DbType.Int64, r => r.ExpiresAt, (r, d, i) => r.ExpiresAt = d.GetInt64(i)),
        new(nameof(CredentialRow.ConsumedAt), DbType.Int64, r => r.ConsumedAt, (r, d, i) => r.ConsumedAt = d.GetInt64(i)),
        new(nameof(CredentialRow.PruneAt), DbType.Int64, r => r.PruneAt, (r, d, i) => r.PruneAt = d.GetInt64(i)),
        new(nameof(CredentialRow.ReplayUntil), DbType.Int64, r => r.ReplayUntil, (r, d, i) => r.ReplayUntil = d.GetInt64(i)),
        new(nameof(CredentialRow.SealedResponse), DbType.Binary, r => r.SealedResponse, (r, d, i) => r.SealedResponse = d.GetFieldValue<byte[]>(i)),
        new(nameof(CredentialRow.RedirectUri), DbType.String, r => r.RedirectUri, (r, d, i) => r.RedirectUri = d.GetString(i)),
        new(nameof(CredentialRow.RedirectUriSent), DbType.Boolean, r => r.RedirectUriSent, (r, d, i) => r.RedirectUriSent = d.GetBoolean(i)),
        new(nameof(CredentialRow.CodeChallenge), DbType.String, r => r.CodeChallenge, (r, d, i) => r.CodeChallenge = d.GetString(i)),
        new(nameof(CredentialRow.CodeChallengeMethod), DbType.String, r => r.CodeChallengeMethod, (r, d, i) => r.CodeChallengeMethod = d.GetString(i)),
        new(nameof(CredentialRow.Properties), DbType.String, r => r.Properties, (r, d, i) => r.Properties = d.GetString(i)),
    ];

    /// <summary>A shape of their own, so that codes and refresh tokens carry no columns that they never use.</summary>
    internal static readonly Column<CredentialRow>[] DeviceCode =
    [
        .. Authorization<CredentialRow>(),
        new(nameof(CredentialRow.Kind), DbType.String, r => r.Kind, (r, d, i) => r.Kind = d.GetString(i)),
        new(nameof(CredentialRow.ExpiresAt), DbType.Int64, r => r.ExpiresAt, (r, d, i) => r.ExpiresAt = d.GetInt64(i)),
        new(nameof(CredentialRow.ConsumedAt), DbType.Int64, r => r.ConsumedAt, (r, d, i) => r.ConsumedAt = d.GetInt64(i)),
        new(nameof(CredentialRow.PruneAt), DbType.Int64, r => r.PruneAt, (r, d, i) => r.PruneAt = d.GetInt64(i)),
        new(nameof(CredentialRow.ReplayUntil), DbType.Int64, r => r.ReplayUntil, (r, d, i) => r.ReplayUntil = d.GetInt64(i)),
        new(nameof(CredentialRow.SealedResponse), DbType.Binary, r => r.SealedResponse, (r, d, i) => r.SealedResponse = d.GetFieldValue<byte[]>(i)),
        new(nameof(CredentialRow.RedirectUriSent), DbType.Boolean, r => r.RedirectUriSent, (r, d, i) => r.RedirectUriSent = d.GetBoolean(i)),
        new(nameof(CredentialRow.UserCodeHash), DbType.Binary, r => r.UserCodeHash, (r, d, i) => r.UserCodeHash = d.GetFieldValue<byte[]>(i)),
        new(nameof(CredentialRow.DeviceStatus), DbType.String, r => r.DeviceStatus, (r, d, i) => r.DeviceStatus = d.GetString(i)),
        new(nameof(CredentialRow.PollingInterval), DbType.Int64, r => r.PollingInterval, (r, d, i) => r.PollingInterval = d.GetInt64(i)),
        new(nameof(CredentialRow.LastPolledAt), DbType.Int64, r => r.LastPolledAt, (r, d, i) => r.LastPolledAt = d.GetInt64(i)),
        new(nameof(CredentialRow.Properties), DbType.String, r => r.Properties, (r, d, i) => r.Properties = d.GetString(i)),
    ];

    internal static readonly Column<ClientRow>[] Client =
    [
        new(nameof(ClientRow.Id), DbType.String, r => r.Id, (r, d, i) => r.Id = d.GetString(i)),
        new(nameof(ClientRow.Type), DbType.String, r => r.Type, (r, d, i) => r.Type = d.GetString(i)),
        new(nameof(ClientRow.SecretHash), DbType.Binary, r => r.SecretHash, (r, d, i) => r.SecretHash = d.GetFieldValue<byte[]>(i)),
        new(nameof(ClientRow.AuthenticationMethods), DbType.String, r => r.AuthenticationMethods, (r, d, i) => r.AuthenticationMethods = d.GetString(i)),
        new(nameof(ClientRow.GrantTypes), DbType.String, r => r.GrantTypes, (r, d, i) => r.GrantTypes = d.GetString(i)),
        new(nameof(ClientRow.RedirectUris), DbType.String, r => r.RedirectUris, (r, d, i) => r.RedirectUris = d.GetString(i)),
        new(nameof(ClientRow.Scope), DbType.String, r => r.Scope, (r, d, i) => r.Scope = d.GetString(i)),
        new(nameof(ClientRow.AccessTokenLifetime), DbType.Int64, r => r.AccessTokenLifetime, (r, d, i) => r.AccessTokenLifetime = d.GetInt64(i)),
        new(nameof(ClientRow.RefreshTokenLifetime), DbType.Int64, r => r.RefreshTokenLifetime, (r, d, i) => r.RefreshTokenLifetime = d.GetInt64(i)),
        new(nameof(ClientRow.RequirePkce), DbType.Boolean, r => r.RequirePkce, (r, d, i) => r.RequirePkce = d.GetBoolean(i)),
        new(nameof(ClientRow.Disabled), DbType.Boolean, r => r.Disabled, (r, d, i) => r.Disabled = d.GetBoolean(i)),
        new(nameof(ClientRow.Properties), DbType.String, r => r.Properties, (r, d, i) => r.Properties = d.GetString(i)),
    ];

    private static Column<TRow>[] Authorization<TRow>() where TRow : AuthorizationColumns =>
    [
        new(nameof(AuthorizationColumns.Hash), DbType.Binary, r => r.Hash, (r, d, i) => r.Hash = d.GetFieldValue<byte[]>(i)),
        new(nameof(AuthorizationColumns.AuthorizationId), DbType.String, r => r.AuthorizationId, (r, d, i) => r.AuthorizationId = d.GetString(i)),
        new(nameof(AuthorizationColumns.Issuer), DbType.String, r => r.Issuer, (r, d, i) => r.Issuer = d.GetString(i)),
        new(nameof(AuthorizationColumns.ClientId), DbType.String, r => r.ClientId, (r, d, i) => r.ClientId = d.GetString(i)),
        new(nameof(AuthorizationColumns.Subject), DbType.String, r => r.Subject, (r, d, i) => r.Subject = d.GetString(i)),
        new(nameof(AuthorizationColumns.GrantedScope), DbType.String, r => r.GrantedScope, (r, d, i) => r.GrantedScope = d.GetString(i)),
        new(nameof(AuthorizationColumns.Resources), DbType.String, r => r.Resources, (r, d, i) => r.Resources = d.GetString(i)),
        new(nameof(AuthorizationColumns.GrantedAt), DbType.Int64, r => r.GrantedAt, (r, d, i) => r.GrantedAt = d.GetInt64(i)),
        new(nameof(AuthorizationColumns.EndsAt), DbType.Int64, r => r.EndsAt, (r, d, i) => r.EndsAt = d.GetInt64(i)),
        new(nameof(AuthorizationColumns.AuthorizationProperties), DbType.String, r => r.AuthorizationProperties, (r, d, i) => r.AuthorizationProperties = d.GetString(i)),
    ];
}
