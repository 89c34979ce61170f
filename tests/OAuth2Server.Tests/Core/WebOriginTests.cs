namespace OAuth2Server.Tests.Core;

/// <summary>Origins as browsers write them (RFC 6454 §6.2).</summary>
public sealed class WebOriginTests
{
    [Theory]
    [InlineData("https://app.example.com", "https://app.example.com")]
    [InlineData("https://app.example.com/cb?x=https://other.example", "https://app.example.com")]
    [InlineData("https://app.example.com?x=1", "https://app.example.com")]
    [InlineData("HTTPS://App.Example.COM/Cb", "https://app.example.com")]
    [InlineData("https://app.example.com:443/cb", "https://app.example.com")]
    [InlineData("https://app.example.com:/cb", "https://app.example.com")]
    [InlineData("https://app.example.com:80/cb", "https://app.example.com:80")]
    [InlineData("http://localhost:80/cb", "http://localhost")]
    [InlineData("http://127.0.0.1:05000/cb", "http://127.0.0.1:5000")]
    [InlineData("http://[::1]:8080/cb", "http://[::1]:8080")]
    [InlineData("http://[::1]/cb", "http://[::1]")]
    [InlineData("https://xn--bcher-kva.example/cb", "https://xn--bcher-kva.example")]
    public void An_http_or_https_uri_has_one(string uri, string origin) => Assert.Equal(origin, WebOrigin.Of(uri));

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("com.example.app:/cb")]
    [InlineData("com.example.app://app.example.com/cb")]
    [InlineData("https:app.example.com")]
    [InlineData("https://")]
    [InlineData("https:///cb")]
    [InlineData("https://user@app.example.com/cb")]
    [InlineData("https://user:pass@app.example.com/cb")]
    [InlineData("https://app.example.com\\@evil.example/cb")]
    [InlineData("https://app.example.com:99999/cb")]
    [InlineData("https://app.example.com:+443/cb")]
    [InlineData("https://app.example.com: 443/cb")]
    [InlineData("https://bücher.example/cb")]
    [InlineData("https://*.example.com")]
    [InlineData("https://app.example.com https://evil.example")]
    [InlineData("http://[::1/cb")]
    [InlineData("http://[]/cb")]
    [InlineData("https://[evil]/cb")]
    public void Whatever_else_has_none(string uri) => Assert.Null(WebOrigin.Of(uri));

    [Fact]
    public void A_host_longer_than_any_name_has_none()
    {
        Assert.NotNull(WebOrigin.Of("https://" + new string('a', 253)));
        Assert.Null(WebOrigin.Of("https://" + new string('a', 254)));
    }
}
