using System.Text.Json.Nodes;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.Clients;

/// <summary>A client that changes its published key without telling: its keys have no <c>kid</c>, or the new one has the <c>kid</c> of
/// the old one.</summary>
[RfcSection("RFC 7515", "4.1.4")]
[RfcSection("RFC 7517", "5")]
public sealed class ClientKeyRotationTests : ClientTests, IAsyncLifetime
{
    private readonly TestIssuer _next = new();
    private KeyServer _server = null!;
    private Client _client = null!;

    public static TheoryData<bool, bool> Kinds => new() { { true, false }, { false, false }, { true, true }, { false, true } };

    public async ValueTask InitializeAsync()
    {
        _server = await KeyServer.StartAsync();
        Http = new(new() { AllowPrivateAddresses = true }, Clock);
        _client = Service() with { Jwks = null, JwksUri = _server.AddressOf() };
        Model.AddClient(_client);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_new_key_is_found_and_the_old_one_is_refused(bool hasKid, bool isRequestObject)
    {
        Publish(Key, hasKid);
        Assert.Null(await ProblemAsync(Key, hasKid, isRequestObject));
        Clock.Advance(TimeSpan.FromSeconds(30));
        Publish(_next, hasKid);
        Assert.Null(await ProblemAsync(_next, hasKid, isRequestObject));
        Assert.Equal(2, _server.Asked.Count);
        Assert.Contains("its signature is wrong", await ProblemAsync(Key, hasKid, isRequestObject), StringComparison.Ordinal);
        Assert.Null(await ProblemAsync(_next, hasKid, isRequestObject));
        Assert.Equal(2, _server.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_flood_of_wrong_signatures_leads_to_one_fetch_in_ten_seconds(bool hasKid, bool isRequestObject)
    {
        Publish(Key, hasKid);
        Assert.Null(await ProblemAsync(Key, hasKid, isRequestObject));
        await FloodAsync(hasKid, isRequestObject);
        Assert.Single(_server.Asked);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await FloodAsync(hasKid, isRequestObject);
        Assert.Equal(2, _server.Asked.Count);
        Clock.Advance(TimeSpan.FromSeconds(9));
        await FloodAsync(hasKid, isRequestObject);
        Assert.Equal(2, _server.Asked.Count);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await FloodAsync(hasKid, isRequestObject);
        Assert.Equal(3, _server.Asked.Count);
        Assert.Null(await ProblemAsync(Key, hasKid, isRequestObject));
        Assert.Equal(3, _server.Asked.Count);
    }

    [Fact]
    public async Task Keys_of_the_registration_are_not_fetched()
    {
        Model.AddClient(_client with { Jwks = TestIssuer.KeySet(Key.Jwk()), JwksUri = null });
        Assert.Contains("its signature is wrong", await ProblemAsync(_next, true, false), StringComparison.Ordinal);
        Assert.Empty(_server.Asked);
    }

    private void Publish(TestIssuer key, bool hasKid)
    {
        var jwk = key.Jwk();
        if (!hasKid) jwk.Remove("kid");
        _server.Json = TestIssuer.KeySet(jwk);
    }

    private Task FloodAsync(bool hasKid, bool isRequestObject) => Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        Assert.Contains("its signature is wrong", await ProblemAsync(_next, hasKid, isRequestObject), StringComparison.Ordinal)));

    /// <summary>What the log says about a message that a key signed; null when it is accepted.</summary>
    private async Task<string?> ProblemAsync(TestIssuer key, bool hasKid, bool isRequestObject)
    {
        var header = Header(key, isRequestObject ? RequestObjectClaims.Type : ClientAssertion.Type);
        if (!hasKid) header.Remove("kid");
        OAuthError? error;
        if (isRequestObject)
        {
            var text = Signed(key, header, ("sub", null), ("client_id", JsonValue.Create("service")));
            (await new Jwt.RequestObjects(Keys, new()).ReadAsync(text, _client, Context(null), Ct)).IsError(out error, out _);
        }
        else (await AuthenticateAsync(Signed(key, header))).IsError(out error, out _);
        return error?.Detail;
    }
}
