using OAuth2Server.AspNetCore;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.Host;

/// <summary>The settings of OpenID Connect. It is on if an enabled client with authorization codes, or one that registers
/// itself, can request the scope <c>openid</c>.</summary>
internal sealed record OpenIdSettings
{
    private const string OpenId = "openid";
    private const int MinSalt = 16;

    /// <summary>The scopes that have a meaning of their own, with their texts for the consent page.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Scopes { get; } =
    [
        new(OpenId, "Sign you in and recognize you again"),
        new("profile", "See your name, your user name and your picture"),
        new("email", "See your e-mail address"),
        new("offline_access", "Use your account while you are not there"),
    ];

    public TimeSpan IdTokenLifetime { get; init; } = new OpenIdConnectOptions().IdTokenLifetime;

    public string? PairwiseSalt { get; init; }

    public LogoutSettings Logout { get; init; } = new();

    internal static OpenIdSettings Read(SettingsSection section)
    {
        var salt = section.Text("PairwiseSalt");
        if (salt is { Length: < MinSalt }) section.Problem("PairwiseSalt", $"must have at least {MinSalt} characters.");
        if (salt is not null && Placeholder.Is(salt)) section.Problem("PairwiseSalt", Placeholder.Problem);
        var usual = new OpenIdSettings().IdTokenLifetime;
        return new()
        {
            PairwiseSalt = salt,
            IdTokenLifetime = section.Time("IdTokenLifetime", usual) ?? usual,
            Logout = LogoutSettings.Read(section),
        };
    }

    internal static bool IsEnabled(HostSettings settings) =>
        (settings.Registration.MayUse(AuthorizationCodeGrant.Name) && settings.Registration.MayRequest(OpenId))
        || settings.ClientDocuments.MayRequest(OpenId)
        || settings.Clients.Any(client =>
            client.Disabled != true && client.Client.Scope.Contains(OpenId)
            && client.Client.GrantTypes.Contains(AuthorizationCodeGrant.Name));

    /// <summary>Adds OpenID Connect if it is on.</summary>
    internal static OAuth2Builder<TModel> AddTo<TModel>(OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IAuthorizationCodeModel, IAccessTokenModel, ISigningKeyModel =>
        IsEnabled(settings) ? server.AddOpenIdConnect(options =>
        {
            settings.OpenId.SetTo(options);
            if (settings.SignIn.PasswordAcr is { } acr) options.ContextClasses.Add(acr);
        }) : server;

    private void SetTo(OpenIdConnectOptions options)
    {
        options.IdTokenLifetime = IdTokenLifetime;
        options.PairwiseSalt = PairwiseSalt;
        Logout.SetTo(options);
        // What an account has. A claim that is never there must not be in the metadata.
        options.ClaimsOfScopes.Remove("address");
        options.ClaimsOfScopes.Remove("phone");
        options.ClaimsOfScopes["profile"] = AccountProfile.ProfileClaims;
    }
}
