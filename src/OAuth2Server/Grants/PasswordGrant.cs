using System.Net;

namespace OAuth2Server;

/// <summary>The password grant (RFC 6749 §4.3). RFC 9700 §2.4 forbids new uses; it exists for old clients and only where it is
/// added.</summary>
/// <param name="model">Verifies names and passwords.</param>
public sealed class PasswordGrant(IPasswordModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "password";

    /// <summary>The parameter in which a confidential client says from which address its user sent the password. It is no parameter of an
    /// RFC; other servers ignore it.</summary>
    public const string EndUserAddress = "end_user_address";

    // Longer than any password, short enough that hashing it costs no more than hashing another (NIST SP 800-63B allows a limit from 64
    // on).
    private const int MaxPasswordLength = 1024;

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["username"] is not { } username || !Grammar.IsUnicodeText(username))
            return OAuthError.InvalidRequest("username is missing or malformed.", "RFC 6749 §4.3.2");
        if (request["password"] is not { } password || !Grammar.IsUnicodeText(password))
            return OAuthError.InvalidRequest("password is missing or malformed.", "RFC 6749 §4.3.2");

        // Before the name is folded and the password is hashed: both cost time in proportion to their length.
        if (username.Length > Attempt.MaxNameLength || password.Length > MaxPasswordLength) return Wrong();

        if (AttemptAt(username, request).IsError(out var malformed, out var attempt)) return malformed;
        User? user = null;
        var outcome = await request.Context.VerifyAsync(attempt, request, async (request, ct) =>
        {
            user = await model.GetUserAsync(username, new(password), request.Client, request.Context, ct);
            return user is not null;
        }, ct);
        if (outcome.IsError(out var refused, out _)) return refused;
        if (user is null) return Wrong();
        // A token without a user would act for the client itself (RFC 9700 §4.15).
        if (user.Id.Length == 0) throw new InvalidOperationException("GetUserAsync returned a user without id: null refuses.");
        return new Granted { User = user, Scope = request.Scope };
    }

    // The address of a confidential client is that of a server, for all of its users. The client has authenticated, so it may say where its
    // user is. Otherwise the users of the client are counted by themselves, and an account is blocked there for two seconds at most: an
    // attacker at the client's own sign-in page must not keep the owner out.
    private Outcome<Attempt> AttemptAt(string username, GrantRequest request)
    {
        var attempt = request.Context.AttemptAt(AttemptKind.Password, username, model);
        if (request.Client.Type == ClientType.Public) return attempt;
        if (request[EndUserAddress] is not { } text)
            return attempt with { Kind = AttemptKind.PasswordAtClient, ClientId = request.Client.Id };
        return IPAddress.TryParse(text, out var address)
            ? attempt with { RemoteAddress = address }
            : OAuthError.InvalidRequest($"{EndUserAddress} is no IP address.", "RFC 6749 §4.3.2");
    }

    private static OAuthError Wrong() => OAuthError.InvalidGrant("The username or password is wrong.", "RFC 6749 §4.3.2");
}
