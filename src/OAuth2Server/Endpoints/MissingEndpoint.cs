namespace OAuth2Server;

/// <summary>An endpoint that the server does not have: the model lacks the capability, or the grant was not added.</summary>
internal sealed class MissingEndpoint(string name) : IEndpoint
{
    public string Name => name;

    public string Path => "";

    public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct) => new(Refusal);

    internal static OAuthError Refusal { get; } = new("invalid_request", "The server has no such endpoint.", 404)
    {
        Detail = "The model does not implement what the endpoint needs, or its grant is not added.",
    };
}
