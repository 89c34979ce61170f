namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "3.1.1")]
public abstract class ResponseType<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task It_is_required()
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization.Without("response_type"))).MustRedirectError("invalid_request");
    }

    [Theory]
    [InlineData("token")]
    [InlineData("id_token")]
    [InlineData("code token")]
    [InlineData("Code")]
    [InlineData("code ")]
    [InlineData("__proto__")]
    public async Task Anything_but_code_is_unsupported(string responseType)
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization.With("response_type", responseType)))
            .MustRedirectError("unsupported_response_type");
        Assert.DoesNotContain('#', answer.Location!);
    }

    [Fact]
    public async Task A_server_without_the_code_grant_supports_none()
    {
        var server = Start(s => s.NotServed.Add("authorization_code"));
        (await server.AuthorizeAsync(Known.Authorization)).MustShowPage("unsupported_response_type");
    }
}
