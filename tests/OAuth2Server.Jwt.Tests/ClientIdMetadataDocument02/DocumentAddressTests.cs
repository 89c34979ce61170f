using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt.Tests.Clients;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.ClientIdMetadataDocument02;

/// <summary>Client identifiers and addresses of keys that lead into the network of the server: no connection is made.</summary>
/// <remarks>A listener on this machine stands for what an attacker wants to reach. The permission for addresses of other clients is
/// given: it is none for a client that describes itself.</remarks>
public sealed class DocumentAddressTests : IDisposable
{
    private readonly TcpListener _inside = new(IPAddress.Loopback, 0);
    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly ClientTests.Lines _log = new();
    private int _looks;

    public DocumentAddressTests() => _inside.Start();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_inside.LocalEndpoint).Port;

    private string Id => $"https://app.example.com:{Port}/client.json";

    public void Dispose() => _inside.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1 10.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("192.168.1.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    public async Task A_name_that_leads_inside_is_looked_up_once_and_not_connected_to(string addresses)
    {
        using var http = Http(_ => addresses);
        await RefuseAsync(http, Id, "none of the Internet");
        Assert.Equal(1, _looks);
        await RefuseKeysAsync(http, $"https://app.example.com:{Port}/jwks");
        Assert.Equal(2, _looks);
    }

    [Fact]
    public async Task A_name_whose_address_changes_at_each_look_up_is_checked_at_each_connection()
    {
        // Each connection goes to the addresses of its own look-up: there is no second one between the check and the connection.
        using var http = Http(look => look % 2 == 1 ? "192.0.2.1" : "127.0.0.1");
        var documents = Documents(http);
        for (var fetch = 1; fetch <= 4; fetch++)
        {
            await RefuseAsync(documents, Id, "none of the Internet");
            Assert.Equal(fetch, _looks);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Theory]
    [InlineData("https://127.0.0.1:{0}/client.json", true)]
    [InlineData("https://[::1]:{0}/client.json", true)]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/client.json", true)]
    [InlineData("https://[64:ff9b::7f00:1]:{0}/client.json", true)]
    [InlineData("https://169.254.169.254/latest/meta-data", true)]
    [InlineData("https://localhost:{0}/client.json", true)]
    [InlineData("https://localhost.:{0}/client.json", true)]
    [InlineData("https://[::ffff:7f00:1]:{0}/client.json", false)]
    [InlineData("https://2130706433:{0}/client.json", false)]
    [InlineData("https://0x7f000001:{0}/client.json", false)]
    [InlineData("https://0177.0.0.1:{0}/client.json", false)]
    [InlineData("https://127.1:{0}/client.json", false)]
    public async Task An_address_in_the_place_of_a_name_is_not_connected_to(string id, bool isForm)
    {
        id = string.Format(System.Globalization.CultureInfo.InvariantCulture, id, Port);
        Assert.Equal(isForm, ClientIdUrl.IsValid(id));
        using var http = Http(_ => "127.0.0.1");
        await RefuseAsync(http, id, isForm ? "none of the Internet" : null);
    }

    [Fact]
    public async Task The_listener_of_these_tests_is_reached_where_the_operator_allows_it()
    {
        using var http = Http(_ => "127.0.0.1", isAllowed: true);
        var finding = Documents(http).FindAsync(Id, Context(), Ct).AsTask();
        using (await _inside.AcceptSocketAsync(Ct))
        {
            Assert.False(finding.IsCompleted);
        }
        Assert.Null(await finding);
    }

    private OutboundHttp Http(Func<int, string> addresses, bool isAllowed = false) => new(
        new() { AllowPrivateAddresses = true, AllowPrivateAddressesOfSelfRegistered = isAllowed }, _clock,
        (_, _) => Task.FromResult(Array.ConvertAll(addresses(Interlocked.Increment(ref _looks)).Split(' '), IPAddress.Parse)));

    private ClientIdMetadataDocuments Documents(OutboundHttp http) =>
        new(http, new(), ["none", "private_key_jwt"], null, _clock, new LoggerOf<ClientIdMetadataDocuments>(_log));

    private OAuthContext Context() => new()
    {
        Request = ClientIdMetadataDocumentTests.From().Request, Issuer = TestIssuer.Name, Now = _clock.GetUtcNow(),
    };

    private async Task RefuseAsync(OutboundHttp http, string id, string? problem)
    {
        using var documents = Documents(http);
        await RefuseAsync(documents, id, problem);
    }

    private async Task RefuseAsync(ClientIdMetadataDocuments documents, string id, string? problem)
    {
        var (context, before) = (Context(), _log.All.Count);
        Assert.Null(await documents.FindAsync(id, context, Ct));
        // Another attempt would not help.
        Assert.False(context.IsClientUnavailable);
        Assert.False(_inside.Pending());
        if (problem is null) Assert.Equal(before, _log.All.Count);
        else Assert.Contains(problem, Assert.Single(_log.All.Skip(before)), StringComparison.Ordinal);
    }

    private async Task RefuseKeysAsync(OutboundHttp http, string address)
    {
        using var keys = new ClientKeys(http, null, _clock, _log);
        var client = new Client { Id = Id, Type = ClientType.Confidential, JwksUri = address }.AsSelfRegistered();
        Assert.Null(await keys.GetJsonAsync(client, Ct));
        Assert.False(_inside.Pending());
        Assert.Contains("none of the Internet", _log.All[^1], StringComparison.Ordinal);
    }
}
