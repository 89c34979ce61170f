// The core on System.Net.HttpListener: an authorization server and a protected resource without ASP.NET Core.
// dotnet run --project samples/NoAspNetCore -- 5082
using System.Net;
using System.Security.Cryptography;
using OAuth2Server;

var address = $"http://127.0.0.1:{(args is [var port, ..] ? port : "5082")}";
var secret = Environment.GetEnvironmentVariable("CLIENT_SECRET") ?? RandomNumberGenerator.GetHexString(64, lowercase: true);
var password = RandomNumberGenerator.GetHexString(32, lowercase: true);

// snippet: core
var model = new InMemoryModel();
model.AddClient(new()
{
    Id = "web",
    Type = ClientType.Confidential,
    GrantTypes = ["authorization_code", "refresh_token", "client_credentials"],
    RedirectUris = ["http://127.0.0.1:9999/cb"],
    Scope = Scope.Of("photos.read", "photos.write"),
}, secret);

var options = new OAuth2ServerOptions { Issuer = address };
var server = new AuthorizationServer(model, options,
    [new AuthorizationCodeGrant(model), new RefreshTokenGrant(model), new ClientCredentialsGrant(model)]);
var resources = new ResourceServer(model, options);
// end-snippet
var signIn = new SampleSignIn(server, SecretHash.Of(password));

using var listener = new HttpListener();
listener.Prefixes.Add(address + "/");
listener.Start();
Console.WriteLine($"""
    NoAspNetCore serves {address}
    client id:     web
    client secret: {secret}
    username:      alice
    password:      {password}
    """);
while (true) _ = ServeAsync(await listener.GetContextAsync());

async Task ServeAsync(HttpListenerContext http)
{
    try
    {
        var request = await HttpListenerOAuthRequest.ReadAsync(http.Request);
        await SendAsync(http.Response, await AnswerAsync(request));
    }
    catch (Exception e)
    {
        // A client that disconnects must not end the server.
        await Console.Error.WriteLineAsync(e.GetType().Name);
        http.Response.Abort();
    }
}

ValueTask<OAuthResponse> AnswerAsync(OAuthRequest request) => request.Uri.AbsolutePath switch
{
    "/token" => server.TokenAsync(request),
    "/authorize" => signIn.AskAsync(request),
    "/decide" => signIn.DecideAsync(request),
    "/photos" => PhotosAsync(request),
    _ => new(new OAuthResponse(404, [], default)),
};

// snippet: resource
async ValueTask<OAuthResponse> PhotosAsync(OAuthRequest request)
{
    if ((await resources.AuthenticateAsync(request, Scope.Of("photos.read"))).IsError(out var error, out var token))
        return ResourceServer.Refuse(error, request);

    var whose = token.Authorization.Subject ?? token.Authorization.ClientId;
    return new(200, [new("Content-Type", "text/plain; charset=utf-8")], System.Text.Encoding.UTF8.GetBytes($"The photos of {whose}\n"));
}
// end-snippet

// snippet: send
static async Task SendAsync(HttpListenerResponse http, OAuthResponse response)
{
    http.StatusCode = response.Status;
    foreach (var (name, value) in response.Headers) http.AppendHeader(name, value);
    http.ContentLength64 = response.Body.Length;
    await http.OutputStream.WriteAsync(response.Body);
    http.Close();
}
// end-snippet
