namespace OAuth2Server;

/// <summary>What the resource owner answered.</summary>
public abstract record Decision
{
    private protected Decision()
    {
    }

    /// <summary>Yes, or yes to a part.</summary>
    /// <param name="User">The signed-in resource owner.</param>
    /// <param name="Scope">What is allowed; names that were not asked for are left out.</param>
    public sealed record Allowed(User User, Scope Scope) : Decision
    {
        /// <summary>Additive data for the authorization: how and when the user signed in.</summary>
        public Properties Properties { get; init; } = Properties.Empty;
    }

    /// <summary>No (<c>access_denied</c>).</summary>
    public sealed record Denied : Decision;
}
