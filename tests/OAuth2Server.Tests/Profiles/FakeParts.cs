namespace OAuth2Server.Tests.Profiles;

/// <summary>Stands for <c>private_key_jwt</c>: a header names the client that has the key.</summary>
internal sealed class KeyMethod(IOAuthModel model, string name = "private_key_jwt") : IClientAuthenticationMethod
{
    public string Name => name;

    public bool IsPresented(OAuthRequest request) => request.Header("X-Key").Count > 0;

    public async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct) =>
        await model.GetClientAsync(context.Request.Header("X-Key")[0]!, context, ct) is { } client
            ? client
            : OAuthError.InvalidClient("Client authentication failed.");
}

/// <summary>Stands for DPoP: a header has the thumbprint of the key.</summary>
internal sealed class HeaderBinding : ITokenBinding
{
    public ValueTask<Outcome<TokenBinding>> BindAsync(Client client, OAuthContext context, CancellationToken ct) =>
        new(context.Request.Header("X-Thumbprint") is [{ } thumbprint] ? new TokenBinding("jkt", thumbprint, "DPoP") : TokenBinding.None);
}

/// <summary>An endpoint that announces members of the metadata.</summary>
internal sealed class Announcing(params (string Name, object Value)[] members) : IEndpoint
{
    public string Name => "announcing";

    public string Path => "/announcing";

    public void Describe(ServerMetadata metadata)
    {
        foreach (var (name, value) in members)
        {
            if (value is string text) metadata.Add(name, text);
            else if (value is bool truth) metadata.Add(name, truth);
            else metadata.Add(name, (string[])value);
        }
    }

    public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct) =>
        new(OAuthError.InvalidRequest("This endpoint only announces."));
}
