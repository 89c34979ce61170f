namespace OAuth2Server;

/// <summary>The password grant (RFC 6749 §4.3). RFC 9700 §2.4 forbids new uses; it exists for old clients and only where it is added.</summary>
/// <param name="model">Verifies names and passwords.</param>
public sealed class PasswordGrant(IPasswordModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "password";

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["username"] is not { } username || !Grammar.IsUnicodeText(username)) return OAuthError.InvalidRequest("username is missing or malformed.", "RFC 6749 §4.3.2");
        if (request["password"] is not { } password || !Grammar.IsUnicodeText(password)) return OAuthError.InvalidRequest("password is missing or malformed.", "RFC 6749 §4.3.2");
        if ((await VerifyAsync(username, new(password), request, ct)).IsError(out var refused, out var user)) return refused;
        // Nobody would become the client itself (RFC 9700 §4.15).
        if (user.Id.Length == 0) throw new InvalidOperationException("GetUserAsync gave a user without id: null refuses.");
        return new Granted { User = user, Scope = request.Scope };
    }

    private async ValueTask<Outcome<User>> VerifyAsync(string username, Secret password, GrantRequest request, CancellationToken ct)
    {
        var attempt = Attempt.AtPassword(username, request.Context, model);
        if (attempt.Wait is { } closed) return attempt.Refuse(closed);
        User? user;
        using (var turn = await attempt.TurnAsync(ct))
        {
            if (turn is null) return attempt.RefuseForNow();
            // The door may have closed while this one waited: what comes now is not worth its hash.
            if (attempt.Wait is { } lately) return attempt.Refuse(lately);
            user = await model.GetUserAsync(username, password, request.Client, request.Context, ct);
        }
        if (await attempt.EndAsync(user is not null, ct) is { } meanwhile) return attempt.Refuse(meanwhile);
        return user is null ? OAuthError.InvalidGrant("The username or password is wrong.", "RFC 6749 §4.3.2") : user;
    }
}
