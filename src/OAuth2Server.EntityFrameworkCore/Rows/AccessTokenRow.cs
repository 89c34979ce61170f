namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One access token.</summary>
public sealed class AccessTokenRow : AuthorizationColumns
{
    /// <summary><see cref="AccessToken.Id"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary><see cref="AccessToken.Scope"/>, space-separated; null when it is all of the authorization's.</summary>
    public string? Scope { get; set; }

    /// <summary><see cref="AccessToken.Audience"/> as a JSON array; null for none.</summary>
    public string? Audience { get; set; }

    /// <summary><see cref="AccessToken.TokenType"/>.</summary>
    public string TokenType { get; set; } = "";

    /// <summary><see cref="AccessToken.IssuedAt"/> in UTC ticks.</summary>
    public long IssuedAt { get; set; }

    /// <summary><see cref="AccessToken.ExpiresAt"/> in UTC ticks.</summary>
    public long ExpiresAt { get; set; }

    /// <summary><see cref="AccessToken.Properties"/> as a JSON object; null for none.</summary>
    public string? Properties { get; set; }

    /// <summary>The columns, in the order in which they are written and read.</summary>
    internal static Column<AccessTokenRow>[] Shape { get; } =
    [
        .. AuthorizationShape<AccessTokenRow>(),
        Column.Text<AccessTokenRow>(nameof(Id), r => r.Id, (r, v) => r.Id = v),
        Column.Text<AccessTokenRow>(nameof(Scope), r => r.Scope, (r, v) => r.Scope = v),
        Column.Text<AccessTokenRow>(nameof(Audience), r => r.Audience, (r, v) => r.Audience = v),
        Column.Text<AccessTokenRow>(nameof(TokenType), r => r.TokenType, (r, v) => r.TokenType = v),
        Column.Number<AccessTokenRow>(nameof(IssuedAt), r => r.IssuedAt, (r, v) => r.IssuedAt = v),
        Column.Number<AccessTokenRow>(nameof(ExpiresAt), r => r.ExpiresAt, (r, v) => r.ExpiresAt = v),
        Column.Text<AccessTokenRow>(nameof(Properties), r => r.Properties, (r, v) => r.Properties = v),
    ];

    internal static AccessTokenRow Of(AccessToken token)
    {
        var row = new AccessTokenRow
        {
            Id = token.Id,
            Scope = token.Scope.Equals(token.Authorization.Scope) ? null : token.Scope.ToString(),
            Audience = TextList.ToStore(token.Audience),
            TokenType = token.TokenType,
            IssuedAt = token.IssuedAt.UtcTicks,
            ExpiresAt = token.ExpiresAt.UtcTicks,
            Properties = TextList.NullIfEmpty(token.Properties),
        };
        row.SetAuthorization(token.Hash, token.Authorization);
        return row;
    }

    internal AccessToken ToAccessToken()
    {
        var authorization = ToAuthorization();
        return new()
        {
            Id = Id,
            Hash = SecretHash.FromBytes(Hash),
            Authorization = authorization,
            Scope = Scope is null ? authorization.Scope : OAuth2Server.Scope.Parse(Scope),
            Audience = TextList.FromStore(Audience),
            TokenType = TokenType,
            IssuedAt = Ticks.ToTime(IssuedAt),
            ExpiresAt = Ticks.ToTime(ExpiresAt),
            Properties = OAuth2Server.Properties.FromStore(Properties),
        };
    }
}
