using System.Net.Http.Headers;
using System.Text;
using OAuth2Server.AspNetCore.Tests.BadInput;
using OAuth2Server.DPoP;

namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>The address of a proof is the one that the client sent, also where it has characters that a server writes in another
/// way.</summary>
[RfcSection("RFC 9449", "4.3")]
public sealed class EncodedPathTests : SiteTests
{
    private readonly DPoPClientKey _key = new();

    public static TheoryData<string> Paths { get; } =
    [
        "/users/bob%40example.com", "/users/bob@example.com", "/users/a%3Ab", "/users/%28%29", "/users/(x)", "/users/a%2Bb%2Cc%21",
        "/users/a+b,c!", "/users/%2541", "/users/%252F", "/users/a%2Fb", "/users/a%2fb", "/users/[1]", "/users/a|b", "/users/a^b",
        "/users/%5B1%5D", "/users/%7Eme", "/users/~me", "/users/%41", "/users/%C3%A4", "/users/a%20b", "/users/a;v=1", "/users/%3B",
        "/users/%3F%23", "/users/%25", "/users/%5C",
    ];

    /// <summary>What was sent, and an address of another resource.</summary>
    public static TheoryData<string, string> Others => new()
    {
        { "/users/a%2Fb", "/users/a/b" }, { "/users/%2541", "/users/A" }, { "/users/%2541", "/users/%41" }, { "/users/%3F", "/users/" },
        { "/users/a%3Fb", "/users/a?b" }, { "/users/%23", "/users/#" }, { "/users/a%5Cb", "/users/a/b" }, { "/users/A", "/users/a" },
        { "/users/bob%40example.com", "/users/bob" }, { "/users//a", "/users/a" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_proof_for_the_address_that_was_sent_is_accepted(string path)
    {
        var site = StartApi();
        var token = await TokenAsync(site);
        Assert.Equal(200, await GetAsync(site, path, token, Origin(site) + path));
        Assert.Equal(200, await GetAsync(site, path + "?q=%40", token, Origin(site) + path));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_proof_for_another_resource_is_refused(string path, string other)
    {
        var site = StartApi();
        Assert.Equal(401, await GetAsync(site, path, await TokenAsync(site), Origin(site) + other));
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/a%40b")]
    public async Task The_part_of_the_path_that_the_application_takes_away_counts(string prefix)
    {
        var site = StartApi(app => app.UsePathBase(Uri.UnescapeDataString(prefix)));
        var path = prefix + "/users/%2541";
        Assert.Equal(200, await GetAsync(site, path, await TokenAsync(site), Origin(site) + path));
    }

    [Fact]
    public async Task The_part_of_the_path_that_a_proxy_took_away_counts()
    {
        var site = StartApi(app => app.Use((http, next) =>
        {
            http.Request.PathBase = "/users";
            return next(http);
        }));
        Assert.Equal(200, await GetAsync(site, "/users/%2541", await TokenAsync(site), Origin(site) + "/users/users/%2541"));
        // A path that starts with the same part has it twice.
        Assert.Equal(200, await GetAsync(site, "/users/users/x", await TokenAsync(site), Origin(site) + "/users/users/users/x"));
    }

    [Fact]
    public async Task A_request_line_with_the_whole_address_is_read_too()
    {
        var site = StartApi();
        var address = Origin(site) + "/users/bob%40example.com";
        Assert.Equal(200, await GetAsync(site, address, await TokenAsync(site), address));
    }

    [Theory]
    [InlineData("/users/bob%40example.com")]
    [InlineData("/users/%2541")]
    [InlineData("/users/a[1]|^")]
    [InlineData("/users/\u00e4")]
    public async Task The_package_for_clients_makes_proofs_that_are_accepted(string path)
    {
        var site = StartApi();
        using var key = DPoPKey.Create();
        var token = await TokenAsync(
            site, DPoPProof.Create(key, "POST", new(Known.Issuer + "/oauth2/token"), Setup.Clock.GetUtcNow()));
        using var http = new HttpClient(new DPoPHandler(key, Setup.Clock) { InnerHandler = new SocketsHttpHandler() });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Origin(site) + path + "?q=1"));
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Site StartApi(Action<WebApplication>? first = null)
    {
        Setup.DPoP = new();
        return Start(kestrel: true, map: app =>
        {
            first?.Invoke(app);
            app.UseRouting().UseAuthentication().UseAuthorization();
            app.MapGet("/users/{**name}", () => "served").RequireScope();
        });
    }

    private static string Origin(Site site) => site.Address.GetLeftPart(UriPartial.Authority);

    private async Task<string> TokenAsync(Site site, string? proof = null)
    {
        proof ??= _key.Prove("POST", Known.Issuer + "/oauth2/token", Setup.Clock.GetUtcNow());
        var form = Encoding.ASCII.GetBytes(WireRequest.Encode(Known.ClientCredentials));
        var answer = await RawConnection.SendAsync(
            site.Address,
            $"POST /oauth2/token HTTP/1.1\r\n{Known.WebBasic.Name}: {Known.WebBasic.Value}\r\nDPoP: {proof}\r\n" +
                $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}",
            form);
        return answer.MustIssue().AccessToken;
    }

    // As bytes: a client of .NET would write some of these addresses in another way.
    private async Task<int> GetAsync(Site site, string target, string token, string htu) => (await RawConnection.SendAsync(
        site.Address,
        $"GET {target} HTTP/1.1\r\nAuthorization: DPoP {token}\r\n" +
            $"DPoP: {_key.Prove("GET", htu, Setup.Clock.GetUtcNow(), token)}")).Status;
}
