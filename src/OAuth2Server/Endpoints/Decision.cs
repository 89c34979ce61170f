namespace OAuth2Server;

/// <summary>The outcome of the question to the resource owner, or the reason why the resource owner was not asked.</summary>
public abstract class Decision
{
    private protected Decision()
    {
    }

    /// <summary>The resource owner allowed the request, or a part of it.</summary>
    public sealed class Allowed : Decision
    {
        /// <summary>Makes the decision.</summary>
        /// <param name="user">The signed-in resource owner; it has an id.</param>
        /// <param name="scope">What is allowed; names that were not requested are ignored.</param>
        /// <exception cref="ArgumentException">The user has no id: <see cref="User.None"/> cannot allow a request.</exception>
        public Allowed(User user, Scope scope)
        {
            ArgumentNullException.ThrowIfNull(user);
            ArgumentNullException.ThrowIfNull(scope);
            if (user.Id.Length == 0) throw new ArgumentException("A user who allows a request has an id: User.None cannot.", nameof(user));
            (User, Scope) = (user, scope);
        }

        /// <summary>The resource owner.</summary>
        public User User { get; }

        /// <summary>What is allowed.</summary>
        public Scope Scope { get; }

        /// <summary>What is allowed of the authorization details; null allows what was requested. A page may let the user choose less, or
        /// add to an object what the user chose (RFC 9396 §7.1).</summary>
        /// <value>Default null. Each object has a type that was requested; otherwise the answer is <c>server_error</c>.</value>
        public AuthorizationDetails? AuthorizationDetails { get; init; }

        /// <summary>The remembered consent that the decision rests on; null when the resource owner was asked now.</summary>
        /// <remarks>The code is saved only if this consent still stands: a withdrawal may have come since it was read. If it does not
        /// stand, the answer is <c>consent_required</c>: ask the resource owner. It needs a model that is an
        /// <see cref="IConsentModel"/>.</remarks>
        public Consent? Consent { get; init; }

        /// <summary>Additive data for the authorization: how and when the user signed in.</summary>
        public Properties Properties { get; init; } = Properties.Empty;

        /// <summary>The properties of the authorization, with the details that are allowed.</summary>
        /// <exception cref="InvalidOperationException">An object has a type that was not requested.</exception>
        internal Properties PropertiesFor(AuthorizationDetails requested)
        {
            var details = AuthorizationDetails ?? requested;
            if (details.FirstOrDefault(one => requested.All(asked => asked.Type != one.Type)) is { } other)
                throw new InvalidOperationException(
                    $"The decision allows details of the type '{other.Type}', which the request does not have.");
            return details.IsEmpty ? Properties : details.WriteTo(Properties);
        }
    }

    /// <summary>The resource owner denied the request (<c>access_denied</c>).</summary>
    public sealed class Denied : Decision;

    /// <summary>The resource owner was not asked: the client gets the error of the reason.</summary>
    public sealed class Refused : Decision
    {
        /// <summary>Makes the decision.</summary>
        /// <param name="error">The error: <see cref="OAuthError.LoginRequired"/>, <see cref="OAuthError.ConsentRequired"/>,
        /// <see cref="OAuthError.InteractionRequired"/>, <see cref="OAuthError.AccountSelectionRequired"/>, or one of your own.</param>
        public Refused(OAuthError error)
        {
            ArgumentNullException.ThrowIfNull(error);
            Error = error;
        }

        /// <summary>The error.</summary>
        public OAuthError Error { get; }
    }

    /// <summary>The error that the client gets; null when the request is allowed.</summary>
    internal OAuthError? Refusal => this switch
    {
        Allowed => null,
        Refused refused => refused.Error,
        _ => OAuthError.AccessDenied("The resource owner denied the request."),
    };
}
