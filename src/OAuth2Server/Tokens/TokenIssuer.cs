using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The only place that makes tokens, uses credentials up and saves what comes of them, for every grant.</summary>
internal sealed class TokenIssuer(IOAuthModel model, OAuth2ServerOptions options, IScopeValidator scopes, ITokenGenerator generator, bool refreshes)
{
    internal async ValueTask<Outcome<Issued>> IssueAsync(Client client, Granted granted, OAuthContext context, CancellationToken ct)
    {
        if ((await CurrentUserAsync(client, granted, context, ct)).IsError(out var refused, out var user)) return refused;
        if (granted.Repeats is { } answer) return new Issued(answer, null);

        var owner = user == User.None ? null : user;
        if ((await ScopeAsync(client, owner, granted, context, ct)).IsError(out var noScope, out var scope)) return noScope;
        if (ResourceIndicators.Read(context.Request, options).IsError(out var unknown, out var named)) return unknown;

        var authorization = granted.Continues ?? NewAuthorization(client, owner, scope, named, Properties.Empty, context);
        if (ResourceIndicators.Audience(authorization, named).IsError(out var notGranted, out var audience)) return notGranted;
        var narrowed = ResourceIndicators.Narrow(scope, audience, options);
        if (narrowed.IsEmpty && !scope.IsEmpty) return OAuthError.InvalidScope("None of the scope means anything to the resource.", "RFC 8707 §2");

        var draft = Draft(client, owner, granted, authorization, narrowed, audience, context);
        return await SaveAsync(draft, granted, context, ct);
    }

    /// <summary>Begins an authorization: the code flow does at consent, every other grant when it issues.</summary>
    internal Authorization NewAuthorization(Client client, User? user, Scope scope, ImmutableArray<string> resources, Properties properties, OAuthContext context) => new()
    {
        Id = RandomText.Id(),
        Issuer = context.Issuer,
        ClientId = client.Id,
        Subject = user?.Id,
        Scope = scope,
        Resources = resources,
        GrantedAt = context.Now,
        EndsAt = context.Now + options.AuthorizationLifetime,
        Properties = properties,
    };

    // Whoever may no longer sign in gets nothing more out of what he once allowed.
    private async ValueTask<Outcome<User>> CurrentUserAsync(Client client, Granted granted, OAuthContext context, CancellationToken ct)
    {
        if (granted.Continues?.Subject is not { } subject || model is not IUserModel users) return granted.User;
        return await users.GetUserByIdAsync(subject, client, context, ct) is { } user
            ? user
            : OAuthError.InvalidGrant("The resource owner may no longer sign in.", "RFC 9700 §4.14.2");
    }

    private async ValueTask<Outcome<Scope>> ScopeAsync(Client client, User? user, Granted granted, OAuthContext context, CancellationToken ct)
    {
        var wanted = granted.Scope ?? granted.Continues?.Scope;
        var answer = granted.Continues is null
            ? await scopes.ValidateScopeAsync(user, client, wanted, context, ct)
            : await scopes.RevalidateScopeAsync(user, client, wanted!, context, ct);
        if (answer.IsError(out var error, out var scope)) return error;

        // Whatever a policy answers, a refresh never widens what the resource owner allowed (RFC 6749 §6).
        if (granted.Continues is not null) scope = scope.Intersect(wanted!);
        // A response without scope says "as requested" (RFC 6749 §5.1): nothing at all must not look like that.
        return scope.IsEmpty && wanted is { IsEmpty: false } ? OAuthError.InvalidScope("None of the scope may be given.") : scope;
    }

    private AccessTokenDraft Draft(Client client, User? user, Granted granted, Authorization authorization, Scope scope, ImmutableArray<string> audience, OAuthContext context) => new()
    {
        Id = RandomText.Id(),
        Client = client,
        User = user,
        Authorization = authorization,
        Scope = scope,
        Audience = audience,
        IssuedAt = context.Now,
        ExpiresAt = Earlier(context.Now + (client.AccessTokenLifetime ?? options.AccessTokenLifetime), authorization.EndsAt),
        Properties = granted.Properties,
    };

    private async ValueTask<Outcome<Issued>> SaveAsync(AccessTokenDraft draft, Granted granted, OAuthContext context, CancellationToken ct)
    {
        var keepsRefreshToken = granted.Consumes is RefreshToken && !options.AlwaysIssueNewRefreshToken && draft.Client.Type == ClientType.Confidential;
        var consumed = keepsRefreshToken ? null : granted.Consumes;

        var accessText = NotEmpty(await generator.GenerateAccessTokenAsync(draft, context, ct));
        string? refreshText = null;
        if (refreshes && granted.WithRefreshToken && !keepsRefreshToken && draft.Client.GrantTypes.Contains("refresh_token", StringComparer.Ordinal))
            refreshText = NotEmpty(await generator.GenerateRefreshTokenAsync(draft.Client, draft.User, draft.Authorization.Scope, context, ct));

        var token = TokenOf(draft, accessText, refreshText, context);
        var answer = TokenResponse.Write(token.Access, accessText, refreshText, context.AddedResponseMembers);
        return await ExchangeAsync(consumed, token, answer, draft.Client, context, ct) ? new Issued(answer, token.Access) : Issued.LostTheRace;
    }

    private Token TokenOf(AccessTokenDraft draft, string accessText, string? refreshText, OAuthContext context) => new()
    {
        Access = new()
        {
            Id = draft.Id,
            Hash = SecretHash.Of(accessText),
            Authorization = draft.Authorization,
            Scope = draft.Scope,
            Audience = draft.Audience,
            IssuedAt = draft.IssuedAt,
            ExpiresAt = draft.ExpiresAt,
            Properties = draft.Properties,
        },
        Refresh = refreshText is null ? null : new()
        {
            Hash = SecretHash.Of(refreshText),
            Authorization = draft.Authorization,
            ExpiresAt = Earlier(context.Now + (draft.Client.RefreshTokenLifetime ?? options.RefreshTokenLifetime), draft.Authorization.EndsAt),
        },
    };

    private async ValueTask<bool> ExchangeAsync(Credential? consumed, Token token, ReadOnlyMemory<byte> answer, Client client, OAuthContext context, CancellationToken ct)
    {
        if (consumed is not null && model is IExchangeModel exchange)
        {
            var repeats = consumed is RefreshToken && token.Refresh is not null && options.RefreshReuseInterval > TimeSpan.Zero;
            var replay = repeats ? new Replay(context.Now + options.RefreshReuseInterval, RefreshReplay.Seal(context.Request, client, answer.Span)) : null;
            return await exchange.ExchangeAsync(consumed, token, replay, context, ct);
        }

        if (consumed is not null)
        {
            if (!await ConsumeAsync(consumed, context, ct)) return false;
            // The credential is gone: a client that hangs up now must still find its successor saved.
            ct = CancellationToken.None;
        }
        await model.SaveTokenAsync(token, context, ct);
        return true;
    }

    private ValueTask<bool> ConsumeAsync(Credential consumed, OAuthContext context, CancellationToken ct) => (consumed, model) switch
    {
        (AuthorizationCode code, IAuthorizationCodeModel codes) => codes.RevokeAuthorizationCodeAsync(code, context, ct),
        (RefreshToken token, IRefreshTokenModel tokens) => tokens.RevokeTokenAsync(token, context, ct),
        (DeviceCode device, IDeviceCodeModel devices) => devices.RevokeDeviceCodeAsync(device, context, ct),
        _ => throw new InvalidOperationException($"{model.GetType().Name} cannot consume a {consumed.GetType().Name}: implement its model interface, or IExchangeModel."),
    };

    private static string NotEmpty(string text) =>
        Grammar.IsVsChar(text) ? text : throw new InvalidOperationException("The token generator made no text, or one with characters that no token has (RFC 6749 §A.12).");

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
