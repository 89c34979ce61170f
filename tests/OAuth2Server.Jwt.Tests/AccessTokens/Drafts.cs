namespace OAuth2Server.Jwt.Tests.AccessTokens;

/// <summary>Access tokens before they have a text, and the context in which they get one.</summary>
internal static class Drafts
{
    internal const string Issuer = "https://auth.example.com";
    internal const string Resource = "https://photos.example.com/api";

    internal static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    internal static OAuthContext Context { get; } = new() { Request = new NoRequest(), Issuer = Issuer, Now = Now };

    internal static AccessTokenDraft Of(
        string? subject = "alice", string? algorithm = null, Properties? properties = null, Client? client = null) => new()
    {
        Id = "id-1",
        Client = client ?? new() { Id = "app", Type = ClientType.Public },
        Authorization = new()
        {
            Id = "family-1",
            Issuer = Issuer,
            ClientId = "app",
            Subject = subject,
            Scope = Scope.Of("a", "b"),
            GrantedAt = Now,
        },
        Scope = Scope.Of("a", "b"),
        Audience = [Resource],
        Format = AccessTokenFormat.Jwt,
        SigningAlgorithm = algorithm,
        IssuedAt = Now,
        ExpiresAt = Now.AddHours(1),
        Properties = properties ?? Properties.Empty,
    };

    /// <summary>The text of a token that must be written.</summary>
    internal static async Task<string> TextAsync(this JwtAccessTokenFormat format, AccessTokenDraft draft) =>
        (await format.WriteAsync(draft, Context, TestContext.Current.CancellationToken)).IsError(out var error, out var text)
            ? throw new InvalidOperationException(error.ToString())
            : text;

    private sealed class NoRequest : OAuthRequest
    {
        public override string Method => "POST";

        public override Uri Uri { get; } = new(Issuer);

        public override RequestParameters Parameters => RequestParameters.Empty;

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
