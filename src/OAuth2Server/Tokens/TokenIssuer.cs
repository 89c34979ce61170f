namespace OAuth2Server;

/// <summary>The only place that makes tokens, consumes credentials and saves the result, for every grant.</summary>
internal sealed class TokenIssuer(
    IOAuthModel model, OAuth2ServerOptions options, IScopeValidator scopes, ITokenGenerator generator, bool refreshes, TokenSeams seams)
{
    /// <summary>Prepares a token response; nothing is saved yet.</summary>
    internal async ValueTask<Outcome<Issue>> PrepareAsync(
        Client client, Granted granted, ProvenKeys keys, OAuthContext context, CancellationToken ct)
    {
        var issue = new Issue(client, granted, context) { Binding = keys.Bound };
        if (granted.Exchanged is { } other)
        {
            issue.Answer = TokenResponse.Of(other);
            return issue;
        }
        if (granted.Continues is not null && await FindUserAsync(issue, ct) is { } noUser) return noUser;
        // Before an earlier answer is repeated: an attacker who has a consumed refresh token must not get it without the key. A stolen code
        // or refresh token that is bound to a key cannot be redeemed without it (RFC 9449 §5, §10, RFC 8705 §4).
        if (granted.Consumes is { } consumed && !keys.Satisfy(consumed.Properties)) return TokenBinding.OtherKey();
        if (granted.Repeats is { } earlier)
        {
            // Its tokens could not be used with the key of this request. It is the right client, so nothing is revoked.
            if (earlier.Confirmation != issue.Binding?.Text)
                return OAuthError.InvalidGrant(
                    "The refresh token was used before, with another key: repeat the request with that key.", "RFC 9449 §5");
            issue.Answer = earlier.Body;
            return issue;
        }
        if (await FindScopeAsync(issue, ct) is { } noScope) return noScope;
        if (FindAudience(issue) is { } noTarget) return noTarget;
        if (await GrantedDetails.FindAsync(issue, options, ct) is { } noDetails) return noDetails;
        return await WriteAsync(issue, ct) is { } notWritten ? notWritten : issue;
    }

    /// <summary>Consumes the credential and saves the tokens.</summary>
    /// <returns>False when another request consumed the credential: then nothing is saved, and the grant must read it again. An error when
    /// the authorization was revoked: what is saved for it is never found.</returns>
    internal async ValueTask<Outcome<bool>> ExchangeAsync(Issue issue, CancellationToken ct)
    {
        var context = issue.Context;
        if (issue.Token is not { } token) return issue.Granted.Repeats is null || await ReportRepeatedAsync(issue);
        if (issue.Consumed is null)
        {
            await model.SaveTokenAsync(token, context, ct);
            // A JWT is valid at its verifiers, also one that is saved for an authorization that was revoked.
            if (issue.Granted is { Continues: not null, Consumes: null } && await IsRevokedAsync(token.Access, context, ct))
                return issue.Revoked;
        }
        else if (!await ConsumeAndSaveAsync(issue, issue.Consumed, token, ct)) return false;
        await context.ReportAsync(new OAuthEvent.TokenIssued
        {
            TokenId = token.Access.Id,
            AuthorizationId = token.Access.Authorization.Id,
            GrantType = context.GrantType,
            Subject = token.Access.Authorization.Subject,
            Scope = token.Access.Scope,
        });
        return true;
    }

    private async ValueTask<bool> IsRevokedAsync(AccessToken token, OAuthContext context, CancellationToken ct) =>
        model is IAccessTokenModel tokens && await tokens.GetAccessTokenAsync(Secret.OfHash(token.Hash), context, ct) is null;

    private static async ValueTask<bool> ReportRepeatedAsync(Issue issue)
    {
        var first = issue.Granted.Repeats?.First;
        await issue.Context.ReportAsync(new OAuthEvent.AnswerRepeated
        {
            AuthorizationId = issue.Granted.Continues!.Id,
            Subject = issue.Granted.Continues.Subject,
            FirstRemoteAddress = first,
            IsFromOtherNetwork = Network.Of(first) != Network.Of(issue.Context.Request.RemoteAddress),
        });
        return true;
    }

    /// <summary>Starts an authorization: the code flow does at consent, every other grant when it issues.</summary>
    internal Authorization NewAuthorization(Client client, User? user, OAuthContext context, AuthorizationTerms terms) => new()
    {
        Id = RandomText.Of(RandomText.Id),
        Issuer = context.Issuer,
        ClientId = client.Id,
        Subject = user?.Id,
        Scope = terms.Scope,
        Resources = terms.Resources,
        GrantedAt = context.Now,
        EndsAt = context.Now + options.AuthorizationLifetime,
        Properties = terms.Properties,
    };

    // A user who was disabled gets no further tokens from an earlier authorization (RFC 9700 §4.14.2).
    private async ValueTask<OAuthError?> FindUserAsync(Issue issue, CancellationToken ct)
    {
        if (issue.Granted.Continues?.Subject is not { } subject || model is not IUserModel users) return null;
        issue.User = await users.GetUserByIdAsync(subject, issue.Client, issue.Context, ct);
        return issue.User is null ? OAuthError.InvalidGrant("The resource owner may no longer sign in.", "RFC 9700 §4.14.2") : null;
    }

    private async ValueTask<OAuthError?> FindScopeAsync(Issue issue, CancellationToken ct)
    {
        var (granted, context) = (issue.Granted, issue.Context);
        var wanted = granted.Scope ?? granted.Continues?.Scope ?? RequestedDetails.ScopeBeside(context);
        var answer = granted.Continues is null
            ? await scopes.ValidateScopeAsync(issue.User, issue.Client, wanted, context, ct)
            : await scopes.RevalidateScopeAsync(issue.User, issue.Client, wanted!, context, ct);
        if (answer.IsError(out var error, out var scope)) return error;

        // A policy must not widen at a refresh what the resource owner allowed (RFC 6749 §6).
        issue.Scope = granted.Continues is null ? scope : scope.Intersect(wanted!);
        // A response without scope means "as requested" (RFC 6749 §5.1): an empty scope must not look like that.
        return issue.Scope.IsEmpty && wanted is { IsEmpty: false } ? OAuthError.InvalidScope("None of the scope may be given.") : null;
    }

    private OAuthError? FindAudience(Issue issue)
    {
        var (granted, scope) = (issue.Granted, issue.Scope);
        var named = issue.Context.Parameters.Values("resource");
        if (!named.IsEmpty && ResourceIndicators.Read(issue.Context.Parameters, options).IsError(out var unknown, out named))
            return unknown;
        if (granted.Resources is { } chosen) named = ResourceIndicators.AsRegistered(chosen, options);
        issue.Authorization ??= NewAuthorization(
            issue.Client, issue.User, issue.Context, new(scope, named, granted.AuthorizationProperties));
        var usual = issue.Client.AccessTokenFormat ?? options.AccessTokenFormat;
        if (named.IsEmpty && issue.Authorization.Resources.IsEmpty && usual == AccessTokenFormat.Opaque) return null;
        if (ResourceIndicators.Audience(issue.Authorization, named).IsError(out var notGranted, out var audience)) return notGranted;
        if (TokenForm.Choose(audience, usual, options).IsError(out var noForm, out var form)) return noForm;
        issue.Form = form;
        issue.Scope = ResourceIndicators.Narrow(scope, form.Audience, options);
        return issue.Scope.IsEmpty && !scope.IsEmpty
            ? OAuthError.InvalidScope("The resource uses none of the scope.", "RFC 8707 §2")
            : null;
    }

    // The texts, the records and the parts of the answer.
    private async ValueTask<OAuthError?> WriteAsync(Issue issue, CancellationToken ct)
    {
        var (client, context, authorization) = (issue.Client, issue.Context, issue.Authorization);
        var rotates = options.AlwaysIssueNewRefreshToken && !ProfileChecks.KeepsRefreshTokens(client, context);
        var keepsRefreshToken = issue.Consumed is RefreshToken && !rotates && client.Type == ClientType.Confidential;
        if (keepsRefreshToken) issue.Consumed = null;

        var draft = Draft(issue);
        var format = Array.Find(seams.Formats, f => f.AppliesTo(draft));
        if (format is null && draft.Format != AccessTokenFormat.Opaque) throw NoFormat(draft);
        Outcome<string> written = format is null
            ? await generator.GenerateAccessTokenAsync(draft, context, ct)
            : await format.WriteAsync(draft, context, ct);
        if (written.IsError(out var notWritten, out var accessText)) return notWritten;
        string? refreshText = null;
        if (refreshes && issue.Granted.WithRefreshToken && !keepsRefreshToken
            && client.GrantTypes.Contains("refresh_token", StringComparer.Ordinal))
            refreshText = await generator.GenerateRefreshTokenAsync(client, issue.User, authorization.Scope, context, ct);
        if (!Grammar.IsVsChar(accessText) || (refreshText is not null && !Grammar.IsVsChar(refreshText)))
            throw new InvalidOperationException(
                "The token generator made no text, or one with characters that no token has (RFC 6749 §A.12).");

        foreach (var part in seams.ResponseParts) await part.AddAsync(draft, new(accessText), context, ct);
        issue.Token = new() { Access = AccessTokenOf(draft, accessText), Refresh = refreshText is null ? null : RefreshTokenOf(
            issue, refreshText) };
        issue.Answer = TokenResponse.Of(issue.Token.Access, accessText, refreshText, context.AddedResponseMembers);
        return null;
    }

    // A resource server that verifies tokens itself could not use an opaque text.
    private static InvalidOperationException NoFormat(AccessTokenDraft draft) => new(
        $"The client {draft.Client.Id} or the resource needs an access token of the format {draft.Format}, which no part of the server " +
        "writes: add the package of JSON Web Tokens (AddJwt).");

    private AccessTokenDraft Draft(Issue issue)
    {
        var (client, form) = (issue.Client, issue.Form);
        // The times inside a JWT are whole seconds: the saved token must not be valid longer or shorter than its text says.
        var now = form.Format == AccessTokenFormat.Jwt ? WholeSecond(issue.Context.Now) : issue.Context.Now;
        var lifetime = client.AccessTokenLifetime ?? options.AccessTokenLifetime;
        var expires = Earlier(now + lifetime, issue.Granted.Until ?? issue.Authorization.EndsAt);
        return new()
        {
            Id = RandomText.Of(RandomText.Id),
            Client = client,
            User = issue.User,
            Authorization = issue.Authorization,
            Consumes = issue.Granted.Consumes,
            Scope = issue.Scope,
            Audience = form.Audience,
            Format = form.Format,
            SigningAlgorithm = form.SigningAlgorithm,
            TokenType = issue.Binding?.TokenType ?? AuthorizationHeader.Bearer,
            IssuedAt = now,
            ExpiresAt = form.Format == AccessTokenFormat.Jwt ? WholeSecond(expires) : expires,
            Properties = issue.Binding?.WriteTo(issue.Properties) ?? issue.Properties,
        };
    }

    private static AccessToken AccessTokenOf(AccessTokenDraft draft, string text) => new()
    {
        Id = draft.Id,
        Hash = SecretHash.Of(text),
        Authorization = draft.Authorization,
        Scope = draft.Scope,
        Audience = draft.Audience,
        TokenType = draft.TokenType,
        IssuedAt = draft.IssuedAt,
        ExpiresAt = draft.ExpiresAt,
        Properties = draft.Properties,
    };

    private RefreshToken RefreshTokenOf(Issue issue, string text) => new()
    {
        Hash = SecretHash.Of(text),
        Authorization = issue.Authorization,
        ExpiresAt = Earlier(issue.Context.Now + (issue.Client.RefreshTokenLifetime ?? options.RefreshTokenLifetime),
            issue.Authorization.EndsAt),
        // A confidential client proves itself at each refresh, and may change its key (RFC 9449 §5).
        Properties = (issue.Client.Type == ClientType.Public ? issue.Binding?.WriteTo(Properties.Empty) : null) ?? Properties.Empty,
    };

    private async ValueTask<bool> ConsumeAndSaveAsync(Issue issue, Credential consumed, Token token, CancellationToken ct)
    {
        var context = issue.Context;
        if (model is IExchangeModel exchange)
            return await exchange.ExchangeAsync(consumed, token, ReplayOf(issue, consumed, token), context, ct);
        if (!await ConsumeAsync(consumed, context, ct)) return false;
        // The credential is consumed: a client that closes the connection now must still find its successor saved.
        await model.SaveTokenAsync(token, context, CancellationToken.None);
        return true;
    }

    // The key comes from the text that was presented. Without that text there is no replay: a key made of anything else could be known to a
    // reader of the store.
    private Replay? ReplayOf(Issue issue, Credential consumed, Token token) =>
        consumed is RefreshToken && token.Refresh is not null && options.RefreshReuseInterval > TimeSpan.Zero
        && issue.Granted.Presented is { } presented && presented.Hash.Equals(consumed.Hash)
            ? new(issue.Context.Now + options.RefreshReuseInterval, RefreshReplay.Seal(
                presented, issue.Client, issue.Context, issue.Binding, issue.Answer.Span))
            : null;

    private ValueTask<bool> ConsumeAsync(Credential consumed, OAuthContext context, CancellationToken ct) => (consumed, model) switch
    {
        (AuthorizationCode code, IAuthorizationCodeModel codes) => codes.RevokeAuthorizationCodeAsync(code, context, ct),
        (RefreshToken token, IRefreshTokenModel tokens) => tokens.RevokeTokenAsync(token, context, ct),
        (DeviceCode device, IDeviceCodeModel devices) => devices.RevokeDeviceCodeAsync(device, context, ct),
        _ => throw new InvalidOperationException(
            $"{model.GetType().Name} cannot consume a {consumed.GetType().Name}: implement its model interface, or IExchangeModel."),
    };

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
