using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.Jwt.Tests.ClientIdMetadataDocument02;

/// <summary>How long the document of a client is kept.</summary>
public sealed class DocumentCachingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 15 * 60)]
    [InlineData("Cache-Control: max-age=600", 600)]
    [InlineData("Cache-Control: max-age=600; Age: 200", 400)]
    [InlineData("Cache-Control: max-age=600; Age: 700", 60)]
    [InlineData("Cache-Control: max-age=600; Expires: 1800", 600)]
    [InlineData("Cache-Control: max-age=0", 60)]
    [InlineData("Cache-Control: max-age=59", 60)]
    [InlineData("Cache-Control: max-age=61", 61)]
    [InlineData("Cache-Control: no-store", 60)]
    [InlineData("Cache-Control: no-store, max-age=600", 60)]
    [InlineData("Cache-Control: no-cache", 60)]
    [InlineData("Cache-Control: no-cache, max-age=600", 60)]
    [InlineData("Cache-Control: max-age=99999999", 24 * 60 * 60)]
    [InlineData("Cache-Control: max-age=86399", 86399)]
    [InlineData("Cache-Control: max-age=x", 15 * 60)]
    [InlineData("Cache-Control: private", 15 * 60)]
    [InlineData("Expires: 1800", 1800)]
    [InlineData("Expires: -1800", 60)]
    [InlineData("Expires: 900000", 24 * 60 * 60)]
    public async Task It_is_as_long_as_the_headers_say_within_a_minute_and_a_day(string headers, int seconds)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Answer = http => AnswerAsync(http, server, headers);
        var documents = server.Documents();
        ValueTask<Client?> FindAsync() =>
            documents.FindAsync(DocumentServer.ClientId, ClientIdMetadataDocumentTests.From(server: server), Ct);
        Assert.Equal("Name 1", (await FindAsync())!.DisplayName);
        server.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.Equal("Name 1", (await FindAsync())!.DisplayName);
        Assert.Single(server.Asked);
        // For a minute more the old one is used while the new one is fetched; later a request waits for the new one.
        server.Clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(1));
        Assert.Equal("Name 2", (await FindAsync())!.DisplayName);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_document_that_is_a_little_too_old_is_used_while_one_fetch_runs()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Answer = http => AnswerAsync(http, server, "Cache-Control: no-store");
        var documents = server.Documents();
        ValueTask<Client?> FindAsync() =>
            documents.FindAsync(DocumentServer.ClientId, ClientIdMetadataDocumentTests.From(server: server), Ct);
        Assert.NotNull(await FindAsync());
        var (asked, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.Answer = async http =>
        {
            asked.TrySetResult();
            await open.Task.WaitAsync(http.RequestAborted);
            await AnswerAsync(http, server, "");
        };
        server.Clock.Advance(TimeSpan.FromSeconds(117));
        for (var i = 0; i < 20; i++) Assert.Equal("Name 1", (await FindAsync())!.DisplayName);
        await asked.Task.WaitAsync(Ct);
        open.SetResult();
        // Two minutes after the first fetch a request waits for the second one, which has its five seconds still.
        server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("Name 2", (await FindAsync())!.DisplayName);
        Assert.Equal(2, server.Asked.Count);
    }

    // The name tells which answer it is.
    private static Task AnswerAsync(HttpContext http, DocumentServer server, string headers)
    {
        http.Response.ContentType = "application/json";
        foreach (var header in headers.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (header.Split(": ")[0], header.Split(": ")[1]);
            if (name == "Expires")
            {
                // The clock of the author is another one.
                var date = server.Clock.GetUtcNow().AddDays(3);
                http.Response.Headers.Date = date.ToString("R", CultureInfo.InvariantCulture);
                value = date.AddSeconds(int.Parse(value, CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture);
            }
            http.Response.Headers.Append(name, value);
        }
        return http.Response.WriteAsync(ClientIdMetadataDocumentTests.Document().Replace(
            "Assistant", $"Name {server.Asked.Count}", StringComparison.Ordinal));
    }
}
