namespace OAuth2Server.OpenIdConnect;

/// <summary>The request of work that no HTTP request asked for.</summary>
internal sealed class QueuedWork(string issuer) : OAuthRequest
{
    public override string Method => "POST";

    public override Uri Uri { get; } = new(issuer);

    public override RequestParameters Parameters => RequestParameters.Empty;

    public override IReadOnlyList<string?> Header(string name) => [];
}
