using System.Net;

namespace OAuth2Server;

/// <summary>One try at something that could be guessed. In order: <see cref="Wait"/>, for a password <see cref="TurnAsync"/>, the verification, <see cref="EndAsync"/>.</summary>
/// <remarks>RFC 6749 §2.3.1 and §4.3.2. The grants and client authentication do this by themselves; a sign-in page uses <see cref="AtPassword(BruteForceShield, string, IPAddress, IAttemptModel)"/>.</remarks>
public readonly struct Attempt
{
    private static readonly TimeSpan Crowded = TimeSpan.FromSeconds(5);
    private static readonly PasswordTurn Unlimited = new(null);

    private readonly BruteForceShield? _shield;
    private readonly IAttemptModel? _store;
    private readonly AttemptKind _kind;
    private readonly string _name;
    private readonly IPAddress? _address;

    private Attempt(AttemptKind kind, string name, BruteForceShield? shield, IPAddress? address, IAttemptModel? store) =>
        (_kind, _name, _shield, _address, _store) = (kind, name, shield, address, store);

    /// <summary>A try at a user's password.</summary>
    /// <param name="shield">The application's shield.</param>
    /// <param name="username">As it was typed, whether or not there is such a user: what is refused must not tell which names exist.</param>
    /// <param name="remoteAddress">Where it comes from; null when that is not known.</param>
    /// <param name="store">Counts for several nodes together; null counts on this one alone.</param>
    public static Attempt AtPassword(BruteForceShield shield, string username, IPAddress? remoteAddress, IAttemptModel? store = null)
    {
        ArgumentNullException.ThrowIfNull(shield);
        ArgumentNullException.ThrowIfNull(username);
        return new(AttemptKind.Password, AttemptKey.Folded(username), shield, remoteAddress, store);
    }

    /// <summary>How long no attempt is heard, right or wrong; null when this one may be made.</summary>
    /// <exception cref="InvalidOperationException">It is <c>default</c>, an attempt at nothing.</exception>
    public TimeSpan? Wait => Shield is null or { IsEmpty: true } ? null : Shield.WaitOf(Key);

    /// <summary>A try at a password, by account and network.</summary>
    internal static Attempt AtPassword(string username, OAuthContext context, IOAuthModel model) => Of(AttemptKind.Password, AttemptKey.Folded(username), context, model);

    /// <summary>A try at a client's secret, by client and network.</summary>
    internal static Attempt AtClientSecret(Client client, OAuthContext context, IOAuthModel model) => Of(AttemptKind.ClientSecret, client.Id, context, model);

    /// <summary>A try at a user code, by network: a code that is found clears nothing, because whoever guesses may have good ones of his own.</summary>
    internal static Attempt AtUserCode(OAuthContext context, IOAuthModel model) => Of(AttemptKind.UserCode, "", context, model);

    /// <summary>A try to be let in at the introspection endpoint, by network; a success clears nothing.</summary>
    internal static Attempt AtIntrospection(OAuthContext context, IOAuthModel model) => Of(AttemptKind.Introspection, "", context, model);

    // Null where guessing is not slowed down at all; but nobody gets there by forgetting to name what is tried.
    private BruteForceShield? Shield => _name is null ? throw new InvalidOperationException("This attempt is at nothing: make it with Attempt.AtPassword.") : _shield;

    private AttemptKey Key => AttemptKey.Of(_kind, _name, _address);

    /// <summary>Waits for the turn to verify a password: only a few are hashed at once.</summary>
    /// <param name="ct">Gives up the place in the queue.</param>
    /// <returns>The turn, to be disposed after the verification; null when too many wait: answer 503.</returns>
    public ValueTask<PasswordTurn?> TurnAsync(CancellationToken ct = default) => Shield is null ? new(Unlimited) : Shield.Passwords.TakeAsync(ct);

    /// <summary>Tells what came of it.</summary>
    /// <param name="succeeded">Whether the secret was right.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Null in general; a time when others failed so often meanwhile that this attempt counts for nothing, either: answer as if <see cref="Wait"/> had said so.</returns>
    public ValueTask<TimeSpan?> EndAsync(bool succeeded, CancellationToken ct = default) =>
        Shield is null || (succeeded && Shield.IsEmpty) ? default
        : succeeded ? SucceedAsync(Shield, ct)
        : FailAsync(Shield, ct);

    /// <summary>The refusal while <see cref="Wait"/> is not over: 429, the same for a right secret as for a wrong one.</summary>
    internal OAuthError Refuse(TimeSpan wait) => OAuthError.TemporarilyUnavailable("Too many attempts failed. Try again later.", wait, 429, Rule);

    /// <summary>The refusal when there is no turn: 503.</summary>
    internal OAuthError RefuseForNow() => OAuthError.TemporarilyUnavailable("Too many passwords are being verified. Try again later.", Crowded, rule: Rule);

    private string Rule => _kind switch
    {
        AttemptKind.ClientSecret => "RFC 6749 §2.3.1",
        AttemptKind.Password => "RFC 6749 §4.3.2",
        AttemptKind.UserCode => "RFC 8628 §5.1",
        _ => "RFC 7662 §4",
    };

    private static Attempt Of(AttemptKind kind, string name, OAuthContext context, IOAuthModel model) =>
        new(kind, name, context.Shield, context.Request.RemoteAddress, model as IAttemptModel);

    private async ValueTask<TimeSpan?> FailAsync(BruteForceShield shield, CancellationToken ct)
    {
        var key = Key;
        // Here first: a store that fails must not make guessing free.
        if (shield.Fail(key) is { } wait) return wait;
        if (_store is null) return null;
        var now = shield.Now;
        shield.Raise(key, await _store.AddFailureAsync(key.ToString(), now, BruteForceShield.ForgetAt(now), ct));
        return null;
    }

    private async ValueTask<TimeSpan?> SucceedAsync(BruteForceShield shield, CancellationToken ct)
    {
        var key = Key;
        if (_kind is not (AttemptKind.ClientSecret or AttemptKind.Password)) return shield.WaitOf(key);
        if (shield.Succeed(key, out var cleared) is { } wait) return wait;
        if (cleared && _store is not null) await _store.ClearFailuresAsync(key.ToString(), ct);
        return null;
    }
}
