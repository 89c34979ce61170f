using System.Text;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.AspNetCore.Tests.Bearer;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.Mcp;

/// <summary>An MCP server that tokens protect: what a client without a token finds, and which tools a token may call.</summary>
public sealed class ProtectMcpTests
{
    private const string Delete = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete","arguments":{"name":"x"}}}""";
    private const string Count = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count"}}""";

    private readonly TestIssuer _issuer = new();

    private Task<Api> StartAsync(Action<WebApplication>? more = null) => Api.StartAsync(
        new FakeTimeProvider(TestIssuer.Now),
        authentication =>
        {
            authentication.Services.AddCors();
            authentication.AddOAuth2Bearer(o =>
            {
                (o.Authority, o.Resource) = (TestIssuer.Name, TestIssuer.Resource);
                o.BackchannelHttpHandler = new ScriptedServer(_issuer);
            });
        },
        app =>
        {
            app.UseRouting();
            app.UseCors();
            app.UseAuthentication();
            app.UseAuthorization();
            app.ProtectMcp(app.MapPost("/api", EchoAsync), mcp =>
            {
                (mcp.Scopes, mcp.ResourceName) = (["a"], "Photos");
                mcp.ToolScopes["delete"] = "d";
                mcp.ToolScopes["share"] = "b s";
            });
            more?.Invoke(app);
        });

    // What an MCP server does: it reads the body from its start.
    private static async Task EchoAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        await http.Response.WriteAsync(await reader.ReadToEndAsync());
    }

    private static async Task<Answer> PostAsync(Api api, string body, string? token, string method = "POST", Encoding? encoding = null)
    {
        var http = await api.App.GetTestServer().SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path, http.Request.ContentType) = (method, new("/api"), "application/json");
            http.Request.Headers.Origin = "https://inspector.example.com";
            if (token is not null) http.Request.Headers.Authorization = "Bearer " + token;
            if (method == "OPTIONS") http.Request.Headers.AccessControlRequestMethod = "POST";
            if (method == "OPTIONS") http.Request.Headers.AccessControlRequestHeaders = "authorization,mcp-protocol-version";
            http.Request.Body = new MemoryStream((encoding ?? Encoding.UTF8).GetBytes(body));
        });
        using var answer = new MemoryStream();
        await http.Response.Body.CopyToAsync(answer);
        return new(
            http.Response.StatusCode,
            [.. http.Response.Headers.SelectMany(h => h.Value, (h, value) => KeyValuePair.Create(h.Key, value ?? ""))],
            answer.ToArray());
    }

    private string Token(string scope) => _issuer.Token(("scope", scope));

    [Fact]
    [RfcSection("RFC 9728", "5.1")]
    public async Task A_request_without_token_learns_the_metadata_and_the_scope_and_the_metadata_lists_all_scopes()
    {
        await using var api = await StartAsync();
        var challenge = (await PostAsync(api, Count, token: null)).MustBe(401).Header("WWW-Authenticate")!;
        Assert.Contains("scope=\"a\"", challenge, StringComparison.Ordinal);
        Assert.Contains(
            "resource_metadata=\"https://photos.example.com/.well-known/oauth-protected-resource/api\"",
            challenge, StringComparison.Ordinal);
        var document = (await api.GetAsync("/.well-known/oauth-protected-resource/api")).MustBe(200);
        Assert.Equal("""["a","b","d","s"]""", SortedScopes(document));
        Assert.Equal("Photos", document["resource_name"]);

        static string SortedScopes(Answer document) =>
            $"[{string.Join(',', document.Json.GetProperty("scopes_supported").EnumerateArray().Select(s => s.GetRawText()).Order())}]";
    }

    /// <summary>Clients find out with GET whether they need a sign-in.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_method_that_the_server_does_not_serve_is_challenged_too_and_with_a_token_it_is_405(string method)
    {
        await using var api = await StartAsync();
        var challenged = (await PostAsync(api, "", token: null, method)).MustBe(401);
        Assert.Contains("resource_metadata=", challenged.Header("WWW-Authenticate")!, StringComparison.Ordinal);
        Assert.Equal("*", challenged.Header("Access-Control-Allow-Origin"));
        Assert.Equal("POST", (await PostAsync(api, "", Token("a b d s"), method)).MustBe(405).Header("Allow"));
        (await PostAsync(api, "", token: null, "PUT")).MustBe(405);
    }

    [Fact]
    public async Task An_endpoint_of_the_application_for_such_a_method_is_served()
    {
        await using var api = await StartAsync(app => app.MapGet("/api", () => "a page"));
        Assert.Equal("a page", (await PostAsync(api, "", token: null, "GET")).MustBe(200).Text);
        (await PostAsync(api, "", token: null, "DELETE")).MustBe(401);
    }

    [Fact]
    [RfcSection("RFC 6750", "3.1")]
    public async Task A_call_of_a_tool_without_its_scope_is_403_with_the_whole_scope_and_with_it_the_tool_server_gets_the_whole_body()
    {
        await using var api = await StartAsync();
        var refused = (await PostAsync(api, Delete, Token("a"))).MustRefuseBearer("insufficient_scope", 403);
        var challenge = refused.Header("WWW-Authenticate")!;
        Assert.Contains("scope=\"a d\"", challenge, StringComparison.Ordinal);
        Assert.Contains("resource_metadata=", challenge, StringComparison.Ordinal);
        Assert.Equal(Delete, (await PostAsync(api, Delete, Token("a d"))).MustBe(200).Text);
        Assert.Equal(Count, (await PostAsync(api, Count, Token("a"))).MustBe(200).Text);
        (await PostAsync(api, Count, Token("d"))).MustRefuseBearer("insufficient_scope", 403);
    }

    [Theory]
    [InlineData("""[{"method":"ping"},{"method":"tools/call","params":{"name":"delete"}}]""")]
    [InlineData("""{"method":"tools/call","params":{"name":"count"},"params":{"name":"delete"}}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"delete"},"params":{"name":"count"}}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"delete","name":"count"}}""")]
    [InlineData("""{"Method":"tools/call","Params":{"Name":"delete"}}""")]
    [InlineData("""{"method":"tools\/call","params":{"n\u0061me":"d\u0065lete"}}""")]
    [InlineData("""{"method":"tools/call",/* */"params":{"name":"delete",},}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"delete" """)]
    [InlineData("""{"method":"tools/call","params":{"name":"\ud800"}}""")]
    [InlineData("""{"method":"tools/call","params":{"name":"count","\ud800":1}}""")]
    [InlineData("""{"method":"tools/call","\udfff":{"name":"delete"}}""")]
    [InlineData("")]
    public async Task A_body_that_could_be_read_as_a_call_of_the_tool_needs_its_scope(string body)
    {
        await using var api = await StartAsync();
        (await PostAsync(api, body, Token("a"))).MustRefuseBearer("insufficient_scope", 403);
        (await PostAsync(api, body, Token("a b d s"))).MustBe(200);
    }

    [Fact]
    public async Task A_body_in_another_encoding_needs_the_scope_of_every_tool()
    {
        await using var api = await StartAsync();
        (await PostAsync(api, Count, Token("a d"), encoding: Encoding.Unicode)).MustRefuseBearer("insufficient_scope", 403);
    }

    [Fact]
    public async Task The_pages_of_every_origin_may_send_requests_and_read_the_challenge()
    {
        await using var api = await StartAsync();
        var preflight = (await PostAsync(api, "", token: null, method: "OPTIONS")).MustBe(204);
        Assert.Equal("*", preflight.Header("Access-Control-Allow-Origin"));
        Assert.Contains("mcp-protocol-version", preflight.Header("Access-Control-Allow-Headers")!, StringComparison.Ordinal);
        var refused = (await PostAsync(api, Count, token: null)).MustBe(401);
        Assert.Equal("*", refused.Header("Access-Control-Allow-Origin"));
        Assert.Contains("WWW-Authenticate", refused.Header("Access-Control-Expose-Headers")!, StringComparison.Ordinal);
        Assert.Null(refused.Header("Access-Control-Allow-Credentials"));
    }
}
