using System.Security.Cryptography;
using System.Text;
using OAuth2Server.Jwt;

namespace OAuth2Server.Benchmarks;

/// <summary>A server with an <see cref="InMemoryModel"/> that stays at its bound, as after days of work.</summary>
internal sealed class BenchServer
{
    internal const string ClientId = "bench";
    internal const string RedirectUri = "https://app.example.com/cb";
    internal const string Password = "correct horse";
    internal const int Capacity = 10_000;

    internal BenchServer(AccessTokenFormat format = AccessTokenFormat.Opaque, DPoPProofs? dpop = null)
    {
        Model = new(capacity: Capacity);
        Model.AddClient(new()
        {
            Id = ClientId,
            Type = ClientType.Confidential,
            GrantTypes = ["authorization_code", "refresh_token", "client_credentials", "password"],
            RedirectUris = [RedirectUri],
            Scope = Scope.Of("photos.read", "photos.write"),
        }, Secret);
        Model.AddUser("alice", Password);
        var options = new OAuth2ServerOptions
        {
            Issuer = "https://auth.example.com",
            AccessTokenFormat = format,
            DefaultResource = "https://photos.example.com",
        };
        IGrant[] grants =
        [
            new AuthorizationCodeGrant(Model), new RefreshTokenGrant(Model), new ClientCredentialsGrant(Model), new PasswordGrant(Model),
        ];
        var parts = new ServerParts
        {
            AccessTokenFormats = format == AccessTokenFormat.Jwt ? [new JwtAccessTokenFormat(new(new()), Model, [])] : [],
            TokenBindings = dpop is null ? [] : [new DPoPBinding(dpop, new NoReplays())],
        };
        Authorization = new(Model, new OAuthEnvironment(options), grants, parts);
        Resource = new(Model, new OAuthEnvironment(options), proofs: dpop is null ? [] : [new DPoPPossession(dpop, new NoReplays())]);
    }

    internal string Secret { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    internal InMemoryModel Model { get; }

    internal AuthorizationServer Authorization { get; }

    internal ResourceServer Resource { get; }

    internal string Basic => BenchRequest.Basic(ClientId, Secret);

    /// <summary>Reads a form and sends it to the token endpoint.</summary>
    internal ValueTask<OAuthResponse> TokenAsync(byte[] form, string? authorization) =>
        Authorization.TokenAsync(new BenchRequest("POST", RequestParameters.FromForm(BenchRequest.FormType, form), authorization));

    /// <summary>A request whose answer must be 200, for the preparation.</summary>
    internal async Task<OAuthResponse> GrantedAsync(string form)
    {
        var response = await TokenAsync(Encoding.ASCII.GetBytes(form), Basic);
        return response.Status == 200 ? response : throw new InvalidOperationException(Encoding.UTF8.GetString(response.Body.Span));
    }

    /// <summary>One proof is measured again and again: none counts as used.</summary>
    private sealed class NoReplays : IReplayModel
    {
        public ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
            new(true);
    }
}
