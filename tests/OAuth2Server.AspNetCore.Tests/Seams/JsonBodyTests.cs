using System.Text;

namespace OAuth2Server.AspNetCore.Tests.Seams;

/// <summary>The body of a request as JSON, which an endpoint of another package may read.</summary>
public sealed class JsonBodyTests : SiteTests
{
    private const string Json = "application/json";
    private const int MaxBody = 64 * 1024;

    private Site? _site;

    [Theory]
    [InlineData(Json)]
    [InlineData("Application/JSON; charset=utf-8")]
    public async Task One_object_is_read(string type) =>
        Assert.Equal("7", (await SendAsync(type, """{"a":[1,{"b":null}],"size":"7"}""")).MustBe(200)["size"]);

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/problem+json")]
    [InlineData("text/json")]
    [InlineData("application/jsonp")]
    public async Task Another_media_type_is_refused(string? type) =>
        (await SendAsync(type, """{"size":"7"}""")).MustRefuse("invalid_request");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'size':'7'}")]
    [InlineData("""{"size":"7",}""")]
    [InlineData("""{"size":"7"/*comment*/}""")]
    [InlineData("""{"size":"7","size":"8"}""")]
    [InlineData("""{"a":{"b":1,"b":1}}""")]
    public async Task Text_that_is_not_exactly_one_object_with_different_members_is_refused(string text) =>
        (await SendAsync(Json, text)).MustRefuse("invalid_request");

    [Fact]
    public async Task A_text_that_is_no_UTF_8_is_refused() =>
        (await SendAsync(Json, [.. "{\"size\":\""u8, 0xFF, .. "\"}"u8])).MustRefuse("invalid_request");

    [Theory]
    [InlineData("""{"size":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":["x\ud800y"]}""")]
    public async Task A_text_with_half_a_surrogate_pair_is_refused(string text) =>
        (await SendAsync(Json, text)).MustRefuse("invalid_request");

    [Fact]
    public async Task Up_to_32_levels_are_read()
    {
        (await SendAsync(Json, Levels(32))).MustBe(200);
        (await SendAsync(Json, Levels(33))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task Up_to_64_KiB_are_read()
    {
        (await SendAsync(Json, """{"size":"7"}""".PadRight(MaxBody))).MustBe(200);
        (await SendAsync(Json, """{"size":"7"}""".PadRight(MaxBody + 1))).MustRefuse("invalid_request", 413);
        (await SendAsync(Json, """{"size":"7"}""".PadRight(65_000 * 10))).MustRefuse("invalid_request", 413);
    }

    [Fact]
    public async Task The_parameters_of_such_a_request_are_malformed()
    {
        var site = Start(server: s => Builder(s).AddEndpoint<ParametersEndpoint>());
        var answer = await new Browser(site).SendAsync("POST", "/oauth2/parameters", [("Content-Type", Json)], "{}"u8.ToArray());
        answer.MustRefuse("invalid_request");
        (await FormAsync(site, "/oauth2/parameters", [("size", "7")])).MustBe(200);
    }

    private static string Levels(int count) => string.Concat(Enumerable.Repeat("""{"a":""", count - 1)) + "{}" + new string('}', count - 1);

    private Task<Answer> SendAsync(string? type, string text) => SendAsync(type, Encoding.UTF8.GetBytes(text));

    private Task<Answer> SendAsync(string? type, byte[] body)
    {
        _site ??= Start(server: s => Builder(s).AddEndpoint<SizeEndpoint>());
        return new Browser(_site).SendAsync("POST", "/oauth2/size", type is null ? [] : [("Content-Type", type)], body);
    }

    private sealed class SizeEndpoint : IEndpoint
    {
        public string Name => "size";

        public string Path => "/size";

        public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
        {
            if (context.Request.Body.Json().IsError(out var error, out var body)) return new(error);
            var size = body.TryGetProperty("size", out var text) ? text.GetString()! : "";
            return new(ExtraEndpoint.Json("size", size));
        }
    }

    private sealed class ParametersEndpoint : IEndpoint
    {
        public string Name => "parameters";

        public string Path => "/parameters";

        public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct) => new(
            context.Parameters.Malformed is { } malformed
                ? malformed
                : ExtraEndpoint.Json("size", context["size"]));
    }
}
