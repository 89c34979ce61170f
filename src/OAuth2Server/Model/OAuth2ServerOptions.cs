namespace OAuth2Server;

/// <summary>The settings of a server. They are checked when it starts; see <see cref="Validate"/>.</summary>
public sealed class OAuth2ServerOptions
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Century = TimeSpan.FromDays(36525);

    /// <summary>The issuer identifier: the URL that identifies the server to its clients (RFC 8414 §2).</summary>
    /// <value>Absolute https URL without query and fragment; http is accepted for a loopback host. Required unless
    /// <see cref="ResolveIssuer"/> is set.</value>
    public string Issuer { get; set; } = "";

    /// <summary>Returns the issuer of a request, where one server answers for several; null takes <see cref="Issuer"/>.</summary>
    /// <value>A function of the URI of the request. For a well-known address, which has the path of the issuer behind it (RFC 8414 §3.1),
    /// it gets the address of the issuer.</value>
    public Func<Uri, string>? ResolveIssuer { get; set; }

    /// <summary>The profile that the server follows: the start is refused where a setting or a part breaks one of its rules, and requests
    /// that break one are refused.</summary>
    /// <value>Default <see cref="SecurityProfile.None"/>. <see cref="UseProfile"/> sets it, and the settings that it demands. A client may
    /// have a stricter one (<see cref="Client.Profile"/>).</value>
    public SecurityProfile Profile { get; set; }

    /// <summary>The lifetime of an access token.</summary>
    /// <value>1 second to 100 years; default 1 hour.</value>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The time after which an unused refresh token expires; one that is not rotated (<see cref="AlwaysIssueNewRefreshToken"/>)
    /// expires then, used or not.</summary>
    /// <value>1 second to 100 years; default 14 days.</value>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The lifetime of an authorization, however often it is refreshed.</summary>
    /// <value>1 second to 100 years; default 365 days; null means that it does not end.</value>
    public TimeSpan? AuthorizationLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>The time in which an authorization code can be redeemed.</summary>
    /// <value>1 second to 10 minutes (RFC 6749 §4.1.2); default 60 seconds.</value>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The lifetime of a device code and its user code: the user must find the page, sign in and answer in that time.</summary>
    /// <value>1 second to 1 hour; default 10 minutes. The longer, the more user codes can be tried (RFC 8628 §5.1).</value>
    public TimeSpan DeviceCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The time that a device must wait between two polls. A poll that is too early, by more than a fifth of the time or a second,
    /// gets <c>slow_down</c> and makes it longer for that device code (RFC 8628 §3.5).</summary>
    /// <value>1 second to 1 minute; default 5 seconds.</value>
    public TimeSpan DevicePollingInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The path of the page where users type the code that a device shows; with the issuer before it, it is the
    /// <c>verification_uri</c> (RFC 8628 §3.2).</summary>
    /// <value>Starts with a slash, without query and fragment; default <c>/device</c>. Users type it: keep it short.</value>
    public string DeviceVerificationPath { get; set; } = "/device";

    /// <summary>The time in which a client that repeats a refresh, because it did not receive the answer, gets the same answer again. It
    /// needs an <see cref="IExchangeModel"/>.</summary>
    /// <value>0 to 60 seconds; default 10 seconds; 0 makes every repetition a reuse, which revokes the authorization.</value>
    public TimeSpan RefreshReuseInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a repeated refresh from another network than that of the first answer is reuse, which revokes the
    /// authorization (RFC 9700 §4.14.2). A network is an IPv4 address or an IPv6 /64.</summary>
    /// <value>Default false: the same answer is given, and the event and the log line are warnings. With true, a client that loses its
    /// answer because it changes its network, as a phone does, loses its authorization: its user must sign in again.</value>
    public bool RefuseRepeatFromOtherNetwork { get; set; }

    /// <summary>Whether a refresh gives a new refresh token and consumes the old one.</summary>
    /// <value>Default true. False has effect for confidential clients only (RFC 9700 §4.14.2); a warning is logged at start.</value>
    public bool AlwaysIssueNewRefreshToken { get; set; } = true;

    /// <summary>Whether the <c>plain</c> challenge method of RFC 7636 is accepted. A request without a method means it (RFC 7636
    /// §4.3).</summary>
    /// <value>Default false: <c>plain</c>, and a challenge without a method, are <c>invalid_request</c>. With true a warning is logged at
    /// start.</value>
    public bool AllowPlainPkce { get; set; }

    /// <summary>Whether attempts at client secrets, passwords, user codes and introspection are limited (RFC 6749 §2.3.1, §4.3.2, RFC 8628
    /// §5.1), and only a few passwords are verified at the same time; see <see cref="OAuth2Server.BruteForceShield"/>.</summary>
    /// <value>Default true. With false a warning is logged at start: something in front of the server must then limit attempts.</value>
    public bool BruteForceShield { get; set; } = true;

    /// <summary>Whether the client and the user of a token are looked up each time a token is introspected (RFC 7662 §2.2) or used at a
    /// resource of this application: a token of a client that is disabled, or of a user who may not sign in
    /// (<see cref="IUserModel"/>), is then not valid from the next request on.</summary>
    /// <value>Default true. It costs one call of the model for the client and one for the user. With false such a token is valid until it
    /// expires or its authorization is revoked; a warning is logged at start.</value>
    public bool CheckClientAndUserOfTokens { get; set; } = true;

    /// <summary>Whether every authorization request must be pushed (<c>require_pushed_authorization_requests</c>, RFC 9126 §5). It needs an
    /// <see cref="IPushedRequestModel"/>.</summary>
    /// <value>Default false: a client may ask for it alone (<see cref="Client.RequirePushedAuthorizationRequests"/>).</value>
    public bool RequirePushedAuthorizationRequests { get; set; }

    /// <summary>The time in which the browser must come with the <c>request_uri</c> of a pushed request (<c>expires_in</c>, RFC 9126
    /// §2.2). It does not limit the sign-in that follows.</summary>
    /// <value>5 seconds to 10 minutes; default 60 seconds.</value>
    public TimeSpan PushedRequestLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The scope names granted when a request names none (RFC 6749 §3.3), as far as the client is registered for them.</summary>
    /// <value>Default empty: all that the client is registered for.</value>
    public IList<string> DefaultScopes { get; set; } = [];

    /// <summary>The scope names that the metadata lists (<c>scopes_supported</c>, RFC 8414 §2), so that clients know what they can
    /// request. What a client gets is decided by its registration.</summary>
    /// <value>Default empty: the metadata has no such member. A name that is left out can be requested all the same.</value>
    public IList<string> ScopesSupported { get; set; } = [];

    /// <summary>The format of access tokens, unless the resource or the client says another.</summary>
    /// <value>Default <see cref="AccessTokenFormat.Opaque"/>.</value>
    public AccessTokenFormat AccessTokenFormat { get; set; }

    /// <summary>The audience of a JWT access token when neither the request nor the authorization names a resource (RFC 9068 §3).</summary>
    /// <value>Default null: a request for such a token must name a resource, or it is refused as <c>invalid_target</c>.</value>
    public string? DefaultResource { get; set; }

    /// <summary>The resources that a request may name (RFC 8707).</summary>
    /// <value>Default empty: a request with a <c>resource</c> is refused as <c>invalid_target</c>.</value>
    public IList<ProtectedResource> Resources { get; set; } = [];

    /// <summary>The types of authorization details that requests may have (RFC 9396).</summary>
    /// <value>Default empty: a request with <c>authorization_details</c> is refused as <c>invalid_authorization_details</c>.</value>
    public IList<AuthorizationDetailsType> AuthorizationDetailsTypes { get; set; } = [];

    /// <summary>Dynamic client registration (RFC 7591). It needs an <see cref="IClientRegistrationModel"/>.</summary>
    /// <value>Default: off.</value>
    public ClientRegistrationOptions ClientRegistration { get; set; } = new();

    /// <summary>Sets <see cref="Profile"/>, and each setting of this class that the profile demands. A setting that is changed afterwards
    /// so that it breaks a rule stops the start.</summary>
    /// <param name="profile">The profile.</param>
    public void UseProfile(SecurityProfile profile)
    {
        Profile = profile;
        if (profile == SecurityProfile.None) return;
        AllowPlainPkce = false;
        BruteForceShield = CheckClientAndUserOfTokens = true;
        if (profile < SecurityProfile.Fapi2) return;
        RequirePushedAuthorizationRequests = true;
        AlwaysIssueNewRefreshToken = false;
        var minute = TimeSpan.FromSeconds(60);
        if (AuthorizationCodeLifetime > minute) AuthorizationCodeLifetime = minute;
        if (PushedRequestLifetime > minute) PushedRequestLifetime = minute;
    }

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (!Enum.IsDefined(Profile)) yield return $"Profile {Profile} does not exist: write None, OAuth21, Rfc9700 or Fapi2.";
        if (ResolveIssuer is null && IssuerUri.Problem(Issuer) is { } problem) yield return $"Issuer {problem}";
        if (AccessTokenLifetime < Second || AccessTokenLifetime > Century)
            yield return "AccessTokenLifetime must be from 1 second to 100 years.";
        if (RefreshTokenLifetime < Second || RefreshTokenLifetime > Century)
            yield return "RefreshTokenLifetime must be from 1 second to 100 years.";
        if (AuthorizationLifetime < Second || AuthorizationLifetime > Century)
            yield return "AuthorizationLifetime must be from 1 second to 100 years, or null.";
        if (AuthorizationCodeLifetime < Second || AuthorizationCodeLifetime > TimeSpan.FromMinutes(10))
            yield return "AuthorizationCodeLifetime must be from 1 second to 10 minutes (RFC 6749 §4.1.2).";
        if (PushedRequestLifetime < TimeSpan.FromSeconds(5) || PushedRequestLifetime > TimeSpan.FromMinutes(10))
            yield return "PushedRequestLifetime must be from 5 seconds to 10 minutes.";
        if (DeviceCodeLifetime < Second || DeviceCodeLifetime > TimeSpan.FromHours(1))
            yield return "DeviceCodeLifetime must be from 1 second to 1 hour.";
        if (DevicePollingInterval < Second || DevicePollingInterval > TimeSpan.FromMinutes(1))
            yield return "DevicePollingInterval must be from 1 second to 1 minute.";
        if (!DeviceVerificationPath.StartsWith('/') || !Grammar.IsNqChar(DeviceVerificationPath)
            || DeviceVerificationPath.AsSpan().ContainsAny('?', '#'))
            yield return $"DeviceVerificationPath '{DeviceVerificationPath}' must start with a slash and have no query and no fragment.";
        if (RefreshReuseInterval < TimeSpan.Zero || RefreshReuseInterval > TimeSpan.FromSeconds(60))
            yield return "RefreshReuseInterval must be from 0 to 60 seconds.";
        foreach (var name in DefaultScopes.Where(
            name => !Grammar.IsNqChar(name))) yield return $"DefaultScopes holds '{name}', which is no scope name (RFC 6749 §3.3).";
        foreach (var name in ScopesSupported.Where(
            name => !Grammar.IsNqChar(name))) yield return $"ScopesSupported holds '{name}', which is no scope name (RFC 6749 §3.3).";
        foreach (var problemOfPart in Resources.SelectMany(resource => resource.Validate()).Concat(ValidateFormat())
            .Concat(ClientRegistration.Validate()).Concat(ValidateDetailsTypes())) yield return problemOfPart;
    }

    private IEnumerable<string> ValidateDetailsTypes()
    {
        var types = AuthorizationDetailsTypes.Select(one => one.Type).ToArray();
        foreach (var type in types.Where(type => !Grammar.IsNqChar(type)))
            yield return $"AuthorizationDetailsTypes holds '{type}': use visible ASCII without space, quote and backslash.";
        foreach (var type in types.GroupBy(type => type, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return $"AuthorizationDetailsTypes holds '{type.Key}' more than once: keep one class for it.";
    }

    private IEnumerable<string> ValidateFormat()
    {
        if (!Enum.IsDefined(AccessTokenFormat)) yield return $"AccessTokenFormat {AccessTokenFormat} does not exist: write Opaque or Jwt.";
        if (DefaultResource is { } resource && !ResourceUri.IsValid(resource))
            yield return $"DefaultResource '{resource}' is no absolute URI without fragment (RFC 8707 §2).";
        if (AccessTokenFormat == AccessTokenFormat.Jwt && DefaultResource is null && Resources.Count == 0)
            yield return "AccessTokenFormat is Jwt, and there is no resource that a token could be for: set DefaultResource, or list " +
                "Resources (RFC 9068 §3).";
    }

    /// <summary>The settings that are allowed but dangerous, each as a sentence for the log at start.</summary>
    public IEnumerable<string> Warnings()
    {
        if (AllowPlainPkce)
            yield return "AllowPlainPkce is on: an attacker who sees an authorization request can redeem its code (RFC 7636 §7.2).";
        if (!AlwaysIssueNewRefreshToken && Profile < SecurityProfile.Fapi2)
            yield return "AlwaysIssueNewRefreshToken is off: the use of a stolen refresh token of a confidential client is not detected " +
                "(RFC 9700 §4.14.2).";
        if (!BruteForceShield)
            yield return "BruteForceShield is off: unless something in front of the server limits attempts, client secrets, passwords " +
                "and user codes can be guessed at any speed (RFC 6749 §2.3.1, §4.3.2).";
        if (!CheckClientAndUserOfTokens)
            yield return "CheckClientAndUserOfTokens is off: the access tokens of a disabled client or a closed account are valid until " +
                "they expire.";
        if (AuthorizationLifetime is null) yield return "AuthorizationLifetime is null: an authorization that is refreshed does not end.";
        foreach (var warning in ClientRegistration.Warnings()) yield return warning;
    }
}
