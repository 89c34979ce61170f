using System.Text.Json.Nodes;

namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Signed request objects in the push (RFC 9101, FAPI 2.0 Message Signing §5.3.1).</summary>
public sealed class RequestObjectTests
{
    // What is wrong with a request object, and how it becomes so.
    private static readonly Dictionary<string, Action<SignedToken, Fapi2Client>> Faults = new(StringComparer.Ordinal)
    {
        ["no exp"] = (request, _) => request.Claims.Remove("exp"),
        ["no nbf"] = (request, _) => request.Claims.Remove("nbf"),
        ["expired"] = (request, client) => request.Claims["exp"] = client.Now - 120,
        ["exp in 70 minutes"] = (request, client) => request.Claims["exp"] = client.Now + (70 * 60),
        ["nbf 70 minutes ago"] = (request, client) => request.Claims["nbf"] = client.Now - (70 * 60),
        ["another aud"] = (request, _) => request.Claims["aud"] = "https://other.example",
        ["none"] = (request, _) => request.Header["alg"] = "none",
        ["a bad signature"] = (request, _) => request.Damaged = true,
        ["no redirect_uri"] = (request, _) => request.Claims.Remove("redirect_uri"),
        ["a request_uri"] = (request, _) => request.Claims["request_uri"] = "urn:ietf:params:oauth:request_uri:random",
    };

    public static TheoryData<string> Wrong => [.. Faults.Keys];

    [Theory]
    [Module("ensure-request-object-without-exp-fails"), Module("ensure-request-object-without-nbf-fails")]
    [Module("ensure-expired-request-object-fails"), Module("ensure-request-object-with-exp-over-60-fails")]
    [Module("ensure-request-object-with-nbf-over-60-fails"), Module("ensure-request-object-with-bad-aud-fails")]
    [Module("ensure-request-object-signature-algorithm-is-not-none"), Module("ensure-request-object-with-invalid-signature-fails")]
    [Module("ensure-request-object-without-redirect-uri-fails"), Module("par-authorization-request-containing-request_uri")]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_request_object_is_refused_at_the_push(string fault)
    {
        await using var site = await SignedSiteAsync();
        var client = site.NewClient();
        var push = Signed(client);

        Faults[fault](push.RequestObject!, client);

        (await push.SendAsync()).Refused(fault == "no redirect_uri" ? "invalid_request" : "invalid_request_object");
        (await Signed(client).SendAsync()).Accepted(201);
    }

    [Fact, Module("ensure-signed-request-object-with-RS256-fails")]
    public async Task A_request_object_with_RS256_is_refused()
    {
        await using var site = await SignedSiteAsync();
        var push = Signed(site.NewOther());

        push.RequestObject!.Header["alg"] = "RS256";

        (await push.SendAsync()).Refused("invalid_request_object");
    }

    [Fact, Module("ensure-matching-key-in-authorization-request")]
    public async Task A_request_object_with_the_signature_of_another_client_is_refused()
    {
        await using var site = await SignedSiteAsync();
        var (push, other) = (Signed(site.NewClient()), site.NewOther().Key);

        (push.RequestObject!.Key, push.RequestObject.Header["alg"]) = (other, other.Algorithm);

        (await push.SendAsync()).Refused("invalid_request_object");
    }

    [Fact, Module("ensure-unsigned-request-at-par-endpoint-fails")]
    public async Task A_push_without_a_request_object_is_refused_where_the_client_must_sign()
    {
        await using var site = await SignedSiteAsync();

        (await site.NewClient().Push().SendAsync()).Refused("invalid_request");
    }

    [Fact, Module("ensure-request-object-with-multiple-aud-succeeds")]
    public async Task A_request_object_for_this_server_and_another_one_is_accepted()
    {
        await using var site = await SignedSiteAsync();
        var client = site.NewClient();
        var push = Signed(client);

        push.RequestObject!.Claims["aud"] = new JsonArray(client.Issuer, "https://other.example");

        (await push.SendAsync()).Accepted(201);
    }

    [Fact, Module("ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted")]
    public async Task A_request_object_from_a_clock_that_is_eight_seconds_ahead_is_accepted()
    {
        await using var site = await SignedSiteAsync();
        var push = Signed(site.NewClient());

        push.RequestObject!.Move(8, "iat", "nbf");

        (await push.SendAsync()).Accepted(201);
    }

    [Fact]
    [Module("ensure-different-nonce-inside-and-outside-request-object"), Module("ensure-different-state-inside-and-outside-request-object")]
    public async Task The_state_and_the_nonce_inside_the_request_object_are_those_that_come_back()
    {
        await using var site = await SignedSiteAsync();
        var client = site.NewClient();
        var requestUri = (await Signed(client).SendAsync()).Accepted(201).Text("request_uri");
        var url = client.AuthorizeUrl(requestUri, ("state", "outside"), ("nonce", "outside"));

        var received = Fapi2Client.Received(await client.VisitAsync(site.Server.NewBrowser(), url));
        var tokens = (await client.Redeem(received["code"]).SendAsync()).Accepted().Json;

        Assert.Equal(client.State, received["state"]);
        Assert.Equal(client.Nonce, (await client.IdTokenAsync(tokens)).GetClaim("nonce").Value);
    }

    [Fact, Module("state-only-outside-request-object-not-used")]
    public async Task A_state_outside_the_request_object_does_not_come_back()
    {
        await using var site = await SignedSiteAsync();
        var client = site.NewClient();
        var push = Signed(client);
        push.RequestObject!.Claims.Remove("state");
        var url = client.AuthorizeUrl((await push.SendAsync()).Accepted(201).Text("request_uri"), ("state", "outside"));

        var received = Fapi2Client.Received(await client.VisitAsync(site.Server.NewBrowser(), url));

        Assert.DoesNotContain("state", received.Keys);
        Assert.Contains("code", received.Keys);
    }

    /// <summary>An attacker could authenticate as the client with a request object, which browsers carry.</summary>
    [Fact]
    public async Task A_request_object_does_not_authenticate_its_client()
    {
        await using var site = await SignedSiteAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await SignedCodeAsync(site, client));

        redeem.Assertion = client.RequestObject(("sub", client.Id));

        (await redeem.SendAsync()).Refused("invalid_client");
    }

    private static Message Signed(Fapi2Client client)
    {
        var push = client.Push();
        push.RequestObject = client.RequestObject();
        return push;
    }

    private static async Task<string> SignedCodeAsync(Fapi2Site site, Fapi2Client client)
    {
        var url = client.AuthorizeUrl((await Signed(client).SendAsync()).Accepted(201).Text("request_uri"));
        return Fapi2Client.Received(await client.VisitAsync(site.Server.NewBrowser(), url))["code"];
    }

    private static Task<Fapi2Site> SignedSiteAsync() => Fapi2Site.StartAsync(server =>
    {
        foreach (var client in server["Clients"]!.AsArray()) client!["RequireSignedRequestObject"] = true;
    });
}
