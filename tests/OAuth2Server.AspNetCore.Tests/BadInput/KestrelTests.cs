using System.Net.Http.Headers;
using System.Text;

namespace OAuth2Server.AspNetCore.Tests.BadInput;

/// <summary>Any malformed request to a real server gets an OAuth error, and the server continues to serve.</summary>
public sealed class KestrelTests : SiteTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Basic = "Authorization: Basic d2ViOndlYi1zZWNyZXQtWmszdjBUOQ==";

    public static TheoryData<string, string> UnreadableForms { get; } = new()
    {
        { "bytes that are not UTF-8", "grant_type=client_credentials&scope=\u00FF\u00FE" },
        { "escapes that are not UTF-8", "grant_type=client_credentials&scope=%FF%FE" },
        { "a NUL", "grant_type=client_credentials&scope=a\0b" },
        { "an escaped NUL", "grant_type=client_credentials&scope=a%00b" },
        { "a broken escape", "grant_type=client_credentials&scope=%z" },
        {
            "thousands of parameters",
            "grant_type=client_credentials&" + string.Join('&', Enumerable.Range(0, 5000).Select(i => $"p{i}=1"))
        },
        { "a parameter twice", "grant_type=client_credentials&grant_type=password" },
        { "nothing", "" },
        { "nothing but separators", "&&==&" },
    };

    [Theory]
    [MemberData(nameof(UnreadableForms))]
    public async Task A_form_that_cannot_be_read_is_an_invalid_request(string what, string form)
    {
        var server = Start(kestrel: true).Address;
        var body = Encoding.Latin1.GetBytes(form);
        var answer = await RawConnection.SendAsync(
            server, $"POST /oauth2/token HTTP/1.1\r\n{Basic}\r\nContent-Type: {Form}\r\nContent-Length: {body.Length}", body);
        Assert.True(answer.Status == 400, what);
        answer.MustRefuse("invalid_request");
        var page = await RawConnection.SendAsync(
            server, $"POST /oauth2/authorize HTTP/1.1\r\nContent-Type: {Form}\r\nContent-Length: {body.Length}", body);
        page.MustShowPage("invalid_request");
        await MustGoOnAsync(server);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_413_whether_its_length_is_told_or_not(bool chunked)
    {
        var server = Start(kestrel: true).Address;
        using var http = new HttpClient();
        foreach (var path in new[] { "/oauth2/token", "/oauth2/authorize" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path))
            {
                Content = new ByteArrayContent(new byte[200_000]),
            };
            request.Content.Headers.ContentType = new(Form);
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("invalid_request", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(
                path.EndsWith("token", StringComparison.Ordinal) ? "application/json" : "text/html",
                response.Content.Headers.ContentType!.MediaType);
        }
        await MustGoOnAsync(server);
    }

    [Fact]
    public async Task A_body_larger_than_the_application_allows_is_413_with_an_oauth_error()
    {
        var server = Start(
            s => s.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(o => o.Limits.MaxRequestBodySize = 100),
            kestrel: true).Address;
        var body = Encoding.ASCII.GetBytes("grant_type=client_credentials&x=" + new string('x', 200));
        var answer = await RawConnection.SendAsync(
            server, $"POST /oauth2/token HTTP/1.1\r\n{Basic}\r\nContent-Type: {Form}\r\nContent-Length: {body.Length}", body);
        answer.MustRefuse("invalid_request", 413);
        await MustGoOnAsync(server);
    }

    [Fact]
    public async Task Chunks_that_are_none_are_an_invalid_request()
    {
        var server = Start(kestrel: true).Address;
        var answer = await RawConnection.SendAsync(
            server,
            $"POST /oauth2/token HTTP/1.1\r\n{Basic}\r\nContent-Type: {Form}\r\nTransfer-Encoding: chunked",
            "zz\r\nno chunk\r\n\r\n"u8.ToArray());
        answer.MustRefuse("invalid_request");
        await MustGoOnAsync(server);
    }

    [Fact]
    public async Task A_chunked_form_is_read()
    {
        var server = Start(kestrel: true).Address;
        var answer = await RawConnection.SendAsync(
            server,
            $"POST /oauth2/token HTTP/1.1\r\n{Basic}\r\nContent-Type: {Form}\r\nTransfer-Encoding: chunked",
            "5\r\ngrant\r\n18\r\n_type=client_credentials\r\n0\r\n\r\n"u8.ToArray());
        Assert.Contains("\"access_token\":\"", answer.MustBe(200).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    [InlineData("post")]
    public async Task A_verb_but_post_is_405_at_the_token_endpoint(string verb)
    {
        var server = Start(kestrel: true).Address;
        var answer = (await RawConnection.SendAsync(server, $"{verb} /oauth2/token?grant_type=client_credentials HTTP/1.1\r\n{Basic}"))
            .MustRefuse("invalid_request", 405);
        Assert.Equal("POST", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("BREW")]
    public async Task A_verb_but_get_and_post_is_405_at_the_authorization_endpoint(string verb)
    {
        var server = Start(kestrel: true).Address;
        var answer = (await RawConnection.SendAsync(server, $"{verb} {AuthorizeUrl(Known.Authorization)} HTTP/1.1"))
            .MustShowPage("invalid_request", 405);
        Assert.Equal("GET, POST", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("/oauth2/token")]
    [InlineData("/oauth2/authorize?client_id=app")]
    public async Task A_head_is_405_without_body(string path)
    {
        var answer = await RawConnection.SendAsync(Start(kestrel: true).Address, $"HEAD {path} HTTP/1.1");
        Assert.Empty(answer.MustBe(405).Body);
        Assert.Contains("POST", answer.Header("Allow"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: application/json")]
    [InlineData("Content-Type: multipart/form-data; boundary=x")]
    [InlineData("Content-Type: multipart/form-data")]
    [InlineData("Content-Type: application/x-www-form-urlencoded-not")]
    [InlineData("Content-Type: ;;;")]
    [InlineData("X-None: at all")]
    public async Task A_wrong_media_type_is_an_invalid_request(string header)
    {
        var server = Start(kestrel: true).Address;
        var body = "grant_type=client_credentials"u8.ToArray();
        var head = $"POST /oauth2/token HTTP/1.1\r\n{Basic}\r\n{header}\r\nContent-Length: {body.Length}";
        (await RawConnection.SendAsync(server, head, body)).MustRefuse("invalid_request");
        await MustGoOnAsync(server);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic d2Vi")]
    [InlineData("Basic d2ViOnMl")]
    [InlineData("Basic //8A")]
    [InlineData("Basic d2ViOndyb25n\r\nAuthorization: Basic d2ViOndyb25n")]
    [InlineData("Negotiate abc")]
    public async Task Malformed_basic_credentials_are_401_with_the_challenge(string credentials)
    {
        var server = Start(kestrel: true).Address;
        var body = "grant_type=client_credentials"u8.ToArray();
        var answer = await RawConnection.SendAsync(
            server,
            $"POST /oauth2/token HTTP/1.1\r\nAuthorization: {credentials}\r\nContent-Type: {Form}\r\nContent-Length: {body.Length}",
            body);
        Assert.Equal($"Basic realm=\"{Known.Issuer}\"", answer.MustRefuse("invalid_client", 401).Header("WWW-Authenticate"));
        await MustGoOnAsync(server);
    }

    [Theory]
    [InlineData("?client_id=%FF")]
    [InlineData("?client_id=%00")]
    [InlineData("?%zz")]
    [InlineData("?client_id=app&client_id=app")]
    [InlineData("")]
    public async Task A_query_that_cannot_be_read_is_shown(string query)
    {
        var server = Start(kestrel: true).Address;
        (await RawConnection.SendAsync(server, $"GET /oauth2/authorize{query} HTTP/1.1")).MustShowPage("invalid_request");
        await MustGoOnAsync(server);
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_of_its_body_does_no_harm()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        var server = Start(kestrel: true).Address;
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(server.Host, server.Port);
            var head = $"POST /oauth2/token HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: {Form}\r\nContent-Length: 1000";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n\r\ngrant_type="));
        }
        await MustGoOnAsync(server);
        Assert.DoesNotContain(log.Events, e => e.Level == LogLevel.Error);
    }

    private static async Task MustGoOnAsync(Uri server)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(Known.WebBasic.Value);
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var response = await http.PostAsync(new Uri(server, "/oauth2/token"), form);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
