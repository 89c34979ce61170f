using System.Globalization;
using Microsoft.AspNetCore.Http;
using OAuth2Server.Jwt.Tests.Clients;

namespace OAuth2Server.Jwt.Tests.ClientIdMetadataDocument02;

/// <summary>Attackers with many networks who name many documents: fetches, memory and log lines have bounds.</summary>
public sealed class DocumentFloodTests
{
    private const int Many = 120;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Host(int number) => $"https://host{number}.example.net/a";

    private static string Path(int number) => $"https://one.example.net/{number}";

    // Each number is a network of its own, by turns of IPv4 and IPv6.
    private static OAuthContext From(int number, DocumentServer server) => ClientIdMetadataDocumentTests.From(
        number % 2 == 0 ? $"198.51.{number / 256}.{number % 256}" : $"2001:db8:{number:x}::1", server);

    private static Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(ClientIdMetadataDocumentTests.Document().Replace(
            DocumentServer.ClientId, DocumentServer.IdOf(http), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fetches_for_all_networks_together_have_a_bound_and_those_that_wait_have_one_too()
    {
        await using var server = await DocumentServer.StartAsync();
        var (gate, running, most) = (new TaskCompletionSource(), 0, 0);
        server.Answer = async http =>
        {
            var now = Interlocked.Increment(ref running);
            lock (gate) most = Math.Max(most, now);
            await gate.Task.WaitAsync(http.RequestAborted);
            Interlocked.Decrement(ref running);
            await AnswerAsync(http);
        };
        using var documents = server.Documents(o => o.Documents.MaxFetches = 2);
        OAuthContext[] contexts = [.. Enumerable.Range(0, Many).Select(i => From(i, server))];
        var all = contexts.Select((context, i) => documents.FindAsync(Host(i), context, Ct).AsTask()).ToArray();
        // Two run and four wait for them. The others do not wait: they shall come again.
        Assert.Equal(Many - 6, all.Count(one => one.IsCompleted));
        Assert.Equal(Many - 6, contexts.Count(context => context.IsClientUnavailable));
        gate.SetResult();
        Assert.Equal(6, (await Task.WhenAll(all)).Count(client => client is not null));
        Assert.Equal(6, server.Asked.Count);
        Assert.InRange(most, 1, 2);
        // Those that ended make room for others.
        Assert.NotNull(await documents.FindAsync(Host(Many), From(Many, server), Ct));
    }

    [Fact]
    public async Task One_host_gets_two_fetches_at_the_same_time_from_all_networks_together()
    {
        await using var server = await DocumentServer.StartAsync();
        var gate = new TaskCompletionSource();
        server.Answer = async http =>
        {
            await gate.Task.WaitAsync(http.RequestAborted);
            await AnswerAsync(http);
        };
        using var documents = server.Documents();
        var all = Enumerable.Range(0, Many).Select(i => documents.FindAsync(Path(i), From(i, server), Ct).AsTask()).ToArray();
        Assert.Equal(Many - 2, all.Count(one => one.IsCompleted));
        gate.SetResult();
        Assert.Equal(2, (await Task.WhenAll(all)).Count(client => client is not null));
        Assert.Equal(2, server.Asked.Count);
        Assert.NotNull(await documents.FindAsync(Path(Many), From(Many, server), Ct));
    }

    [Fact]
    public async Task A_client_in_use_is_kept_while_a_flood_takes_all_fetches()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Answer = AnswerAsync;
        using var documents = server.Documents(o => (o.Documents.MaxFetches, o.Documents.MaxDocuments) = (2, 20));
        Assert.NotNull(await documents.FindAsync(DocumentServer.ClientId, From(Many, server), Ct));
        var gate = new TaskCompletionSource();
        server.Answer = async http =>
        {
            await gate.Task.WaitAsync(http.RequestAborted);
            await AnswerAsync(http);
        };
        var all = Enumerable.Range(0, Many).Select(i => documents.FindAsync(Host(i), From(i, server), Ct).AsTask()).ToArray();
        // It waits for no fetch.
        var found = documents.FindAsync(DocumentServer.ClientId, From(0, server), Ct).AsTask();
        Assert.True(found.IsCompleted);
        Assert.NotNull(await found);
        gate.SetResult();
        await Task.WhenAll(all);
        Assert.Single(server.Asked, path => path == "/client.json");
    }

    [Fact]
    public async Task A_client_whose_document_was_displaced_is_fetched_again_also_for_a_network_that_may_have_no_new_ones()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Answer = http => http.Request.Path == "/client.json" ? AnswerAsync(http) : http.Response.WriteAsync("");
        using var documents = server.Documents(o => (o.NewDocumentsPerMinute, o.Documents.MaxDocuments) = (5, 4));
        Assert.NotNull(await documents.FindAsync(DocumentServer.ClientId, From(0, server), Ct));
        for (var i = 0; i < 8; i++) Assert.Null(await documents.FindAsync(Host(i), From(0, server), Ct));
        Assert.Equal(5, server.Asked.Count);
        Assert.NotNull(await documents.FindAsync(DocumentServer.ClientId, From(0, server), Ct));
        Assert.Equal(["/client.json", "/a", "/a", "/a", "/a", "/client.json"], server.Asked);
    }

    [Fact]
    public async Task Of_many_documents_as_many_are_kept_as_the_options_allow()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Answer = AnswerAsync;
        using var documents = server.Documents(o => o.Documents.MaxDocuments = 4);
        for (var i = 0; i < 8; i++) Assert.NotNull(await documents.FindAsync(Host(i), From(i, server), Ct));
        Assert.Equal(8, server.Asked.Count);
        // The last one is kept. Of the eight four at the most are, and those that are not are fetched again.
        Assert.NotNull(await documents.FindAsync(Host(7), From(7, server), Ct));
        Assert.Equal(8, server.Asked.Count);
        for (var i = 0; i < 8; i++) Assert.NotNull(await documents.FindAsync(Host(i), From(i, server), Ct));
        Assert.InRange(server.Asked.Count, 12, 16);
    }

    [Fact]
    public void Of_many_networks_as_many_are_counted_as_the_bound_allows()
    {
        var fetches = new NewDocuments(perMinute: 1, maxRunning: 1, maxKnown: 2, maxNetworks: 10);
        var first = ClientIdMetadataDocumentTests.From();
        var ended = fetches.Begin(Host(0), "host", first);
        Assert.NotNull(ended);
        Assert.Null(fetches.Begin(Host(1), "other", ClientIdMetadataDocumentTests.From("192.0.2.2")));
        ended();
        Assert.False(fetches.HasRoom(Host(0), "host", first));
        for (var i = 0; i < 20; i++)
        {
            ended = fetches.Begin(Host(i), "host", ClientIdMetadataDocumentTests.From($"198.51.100.{i}"));
            Assert.NotNull(ended);
            ended();
        }
        // It is forgotten, because it is not among the last ten.
        Assert.True(fetches.HasRoom(Host(0), "host", first));
    }

    [Theory]
    [InlineData("a wrong document", "ClientDocumentUnusable")]
    [InlineData("no document", "ClientDocumentUnavailable")]
    [InlineData("too many of a network", "ClientDocumentUnusable")]
    public async Task A_flood_writes_a_hundred_lines_in_a_minute_and_each_thing_has_one(string flood, string name)
    {
        await using var server = await DocumentServer.StartAsync();
        if (flood != "no document") server.Json = "{}";
        var log = new ClientTests.Lines();
        using var documents = server.Documents(
            o => o.NewDocumentsPerMinute = 1, log: new LoggerOf<ClientIdMetadataDocuments>(log));
        for (var minute = 1; minute <= 2; minute++)
        {
            for (var i = 0; i < Many; i++)
            {
                Assert.Null(await documents.FindAsync(Host(i), From(i, server), Ct));
                // The network of each has its one document in this minute.
                if (flood == "too many of a network") Assert.Null(await documents.FindAsync(Path(i), From(i, server), Ct));
            }
            Assert.Equal(minute * LineLimit.MostTogether, log.All.Count);
            Assert.Equal(LineLimit.MostTogether, log.All.Skip((minute - 1) * LineLimit.MostTogether).Distinct().Count());
            server.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Contains(log.All, line => line.Contains(name, StringComparison.Ordinal));
        Assert.All(log.All, line => Assert.Contains(
            LineLimit.MostTogether.ToString(CultureInfo.InvariantCulture) + " times a minute", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_document_and_one_network_have_one_line_a_minute()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = "{}";
        var log = new ClientTests.Lines();
        using var documents = server.Documents(
            o => o.NewDocumentsPerMinute = 2, log: new LoggerOf<ClientIdMetadataDocuments>(log));
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await documents.FindAsync(Host(0), From(0, server), Ct));
            Assert.Null(await documents.FindAsync(Host(i + 1), From(0, server), Ct));
        }
        // Two documents, and the network that may not have more of them.
        Assert.Equal(3, log.All.Count);
    }
}
