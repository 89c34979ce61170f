using OAuth2Server.Tests.Rfc9068;

namespace OAuth2Server.Tests.Rfc9701;

/// <summary>Servers that sign introspection answers, and the requests for them.</summary>
internal static class SigningServers
{
    internal const string MediaType = "application/token-introspection+jwt";

    /// <summary>The client <c>api</c> is the resource server of the photos.</summary>
    internal static Action<Setup> Of(Action<Setup>? change) => setup =>
    {
        JwtServers.Registered(setup, new ProtectedResource { Resource = Known.Photos, ClientId = "api" });
        change?.Invoke(setup);
    };

    internal static Task<Answer> AskAsync(TestServer server, string token, params string[] accept) =>
        server.IntrospectAsync([("token", token)], [Known.ApiBasic, .. accept.Select(value => ("Accept", value))]);

    /// <summary>Asks for a signed answer, and verifies and reads it.</summary>
    internal static async Task<ReadJwt> SignedAsync(TestServer server, string token)
    {
        var answer = (await AskAsync(server, token, MediaType)).MustBe(200);
        Assert.Equal(MediaType, answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        return await server.ReadAsync(answer.Text);
    }

    /// <summary>A token for the photos.</summary>
    internal static Task<Answer> PhotosAsync(TestServer server) =>
        server.IssueAsync(Known.Authorization.With("resource", Known.Photos));
}
