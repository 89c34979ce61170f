namespace OAuth2Server.StorageBenchmark;

/// <summary>The model does not look at the request.</summary>
internal sealed class NoRequest : OAuthRequest
{
    internal static readonly NoRequest Instance = new();

    public override string Method => "POST";

    public override Uri Uri { get; } = new("https://auth.example.com/oauth2/token");

    public override RequestParameters Parameters { get; } = RequestParameters.Of([]);

    public override IReadOnlyList<string?> Header(string name) => [];
}
