namespace OAuth2Server.Tests.Rfc8414;

[RfcSection("RFC 8414", "3.2")]
public abstract class MetadataCaching<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task The_document_may_be_kept_for_an_hour()
    {
        var server = Start();
        var answer = (await server.MetadataAsync()).MustBe(200);
        Assert.Equal("public, max-age=3600", answer.Header("Cache-Control"));
        Assert.Matches("^\"[A-Za-z0-9_-]{22}\"\\z", answer.Header("ETag"));
        Assert.Equal(answer.Body, (await server.MetadataAsync()).Body);
    }

    [Fact]
    public async Task A_document_that_is_known_is_not_sent_again()
    {
        var server = Start();
        var tag = (await server.MetadataAsync()).Header("ETag")!;
        foreach (var known in (string[])[tag, "W/" + tag, $"\"other\", {tag}"])
        {
            var answer = (await server.MetadataAsync(headers: ("If-None-Match", known))).MustBe(304);
            Assert.Empty(answer.Body);
            Assert.Equal(tag, answer.Header("ETag"));
            Assert.Equal("public, max-age=3600", answer.Header("Cache-Control"));
        }
        (await server.MetadataAsync(headers: ("If-None-Match", "\"other\""))).MustBe(200);
    }

    [Fact]
    public async Task Another_document_has_another_tag()
    {
        var (one, other) = (await Start().MetadataAsync(), await Start(s => s.Options.AllowPlainPkce = true).MetadataAsync());
        Assert.NotEqual(one.Header("ETag"), other.Header("ETag"));
    }
}
