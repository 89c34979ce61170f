using System.Net;

namespace OAuth2Server.Tests.Support;

/// <summary>Saved records and contexts, for tests that talk to a model directly.</summary>
public static class Records
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static OAuthContext Context(DateTimeOffset? now = null, params (string Name, string Value)[] parameters) => new()
    {
        Request = new PlainRequest(parameters),
        Issuer = Known.Issuer,
        Now = now ?? Start,
    };

    public static Authorization Authorization(string id = "family-1") => new()
    {
        Id = id,
        Issuer = Known.Issuer,
        ClientId = "app",
        Subject = "alice",
        Scope = Scope.Of("a", "b"),
        GrantedAt = Start,
    };

    public static AuthorizationCode Code(string text, string family = "family-1", double minutes = 1) => new()
    {
        Hash = SecretHash.Of(text),
        Authorization = Authorization(family),
        ExpiresAt = Start.AddMinutes(minutes),
        RedirectUri = Known.AppUri,
    };

    public static Token Token(string access, string? refresh = null, string family = "family-1", double minutes = 60) => new()
    {
        Access = new()
        {
            Id = "id-of-" + family,
            Hash = SecretHash.Of(access),
            Authorization = Authorization(family),
            Scope = Scope.Of("a"),
            IssuedAt = Start,
            ExpiresAt = Start.AddMinutes(minutes),
        },
        Refresh = refresh is null ? null : new()
        {
            Hash = SecretHash.Of(refresh),
            Authorization = Authorization(family),
            ExpiresAt = Start.AddMinutes(minutes),
        },
    };

    /// <summary>A request from an address.</summary>
    public static OAuthRequest RequestFrom(string address) => new PlainRequest([], IPAddress.Parse(address));

    private sealed class PlainRequest(Parameters parameters, IPAddress? from = null) : OAuthRequest
    {
        public override string Method => "POST";

        public override IPAddress? RemoteAddress => from;

        public override Uri Uri { get; } = new(Known.Issuer + "/token?code=in-the-query");

        public override RequestParameters Parameters { get; } =
            RequestParameters.Of(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)));

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
