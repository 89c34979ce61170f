using System.Text;

namespace OAuth2Server.Tests.Rfc7009;

[RfcSection("RFC 7009", "2.1")]
public abstract class RevocationRequests<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_a_post_revokes(string method)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var answer = await server.SendAsync(
            WireRequest.Get(Endpoint.Revocation, [("token", issued.AccessToken), ("client_id", "app")]) with { Method = method });
        Assert.Equal("POST", answer.MustRefuse("invalid_request", 405).Header("Allow"));
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Another_media_type_is_refused(string? contentType)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Revocation, [("token", issued.AccessToken), ("client_id", "app")]);
        (await server.SendAsync(request with { ContentType = contentType })).MustRefuse("invalid_request");
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_refused()
    {
        var server = Start();
        var request = WireRequest.Post(Endpoint.Revocation, []) with { Body = Encoding.ASCII.GetBytes("token=%zz&client_id=app") };
        (await server.SendAsync(request)).MustRefuse("invalid_request");
    }

    [Theory]
    [InlineData("token")]
    [InlineData("token_type_hint")]
    [InlineData("client_id")]
    [InlineData("unknown")]
    public async Task A_repeated_parameter_is_refused(string name)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        Parameters form = [("token", issued.AccessToken), ("token_type_hint", "access_token"), ("client_id", "app"), ("unknown", "1")];
        (await server.RevokeAsync(form.Also(name, form.First(p => p.Name == name).Value))).MustRefuse("invalid_request");
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task A_missing_or_empty_token_is_an_invalid_request()
    {
        var server = Start();
        (await server.RevokeAsync([("client_id", "app")])).MustRefuse("invalid_request");
        (await server.RevokeAsync([("token", ""), ("client_id", "app")])).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_token_in_the_query_is_not_read()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Revocation, [("client_id", "app")]) with { Query = "token=" + issued.AccessToken };
        (await server.SendAsync(request)).MustRefuse("invalid_request");
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task A_public_client_names_itself()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.RevokeAsync([("token", issued.AccessToken)])).MustRefuse("invalid_client", 401);
        (await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "nobody")])).MustRefuse("invalid_client", 401);
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        (await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "app")])).MustRevoke();
    }

    [Fact]
    public async Task A_confidential_client_authenticates_as_at_the_token_endpoint()
    {
        var server = Start();
        var token = (await server.IssueToWebAsync()).AccessToken;
        (await server.RevokeAsync([("token", token), ("client_id", "web")])).MustRefuse("invalid_client", 401);
        (await server.RevokeAsync([("token", token), ("client_id", "web"), ("client_secret", "wrong-secret")]))
            .MustRefuse("invalid_client", 401);
        var unauthorized = (await server.RevokeAsync([("token", token)], Known.Basic("web", "wrong-secret")))
            .MustRefuse("invalid_client", 401);
        Assert.Equal($"Basic realm=\"{Known.Issuer}\"", unauthorized.Header("WWW-Authenticate"));
        (await server.RevokeAsync([("token", token), ("client_secret", Known.WebSecret), ("client_id", "web")], Known.WebBasic))
            .MustRefuse("invalid_request");
        (await server.RevokeAsync([("token", token), ("client_id", "app")], Known.WebBasic)).MustRefuse("invalid_request");
        Assert.True(await server.IsAliveAsync(token));

        (await server.RevokeAsync([("token", token)], Known.WebBasic)).MustRevoke();
        Assert.False(await server.IsAliveAsync(token));
        token = (await server.IssueToWebAsync()).AccessToken;
        (await server.RevokeAsync([("token", token), ("client_id", "web"), ("client_secret", Known.WebSecret)])).MustRevoke();
        Assert.False(await server.IsAliveAsync(token));
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("id_token")]
    [InlineData("REFRESH_TOKEN")]
    [InlineData("\n")]
    [InlineData("")]
    public async Task Whatever_the_hint_says_the_token_is_found(string hint)
    {
        var server = Start();
        var (one, other) = (await server.IssueAsync(), await server.IssueAsync());
        (await server.RevokeAsync([("token", one.AccessToken), ("token_type_hint", hint), ("client_id", "app")])).MustRevoke();
        Assert.False(await server.IsAliveAsync(one.AccessToken));
        (await server.RevokeAsync([("token", other.RefreshToken), ("token_type_hint", hint), ("client_id", "app")])).MustRevoke();
        (await server.RefreshAsync(other.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData(null, "getAccessToken getRefreshToken")]
    [InlineData("access_token", "getAccessToken getRefreshToken")]
    [InlineData("id_token", "getAccessToken getRefreshToken")]
    [InlineData("refresh_token", "getRefreshToken getAccessToken")]
    public async Task The_hint_says_where_to_look_first(string? hint, string order)
    {
        var calls = new List<string>();
        var server = Start(s => s.Model = new ExchangingModel(s.Store) { OnCall = calls.Add });
        Parameters form = [("token", "unknown-token"), ("client_id", "app")];
        (await server.RevokeAsync(hint is null ? form : form.Also("token_type_hint", hint))).MustRevoke();
        Assert.Equal("getClient " + order, string.Join(' ', calls));
    }

    [Fact]
    public async Task A_token_that_the_hint_finds_is_looked_for_once()
    {
        var calls = new List<string>();
        var server = Start(s => s.Model = new ExchangingModel(s.Store) { OnCall = calls.Add });
        var issued = await server.IssueAsync();
        calls.Clear();
        (await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "app")])).MustRevoke();
        Assert.Equal("getClient getAccessToken revokeAccessToken", string.Join(' ', calls));
        calls.Clear();
        (await server.RevokeAsync([("token", issued.RefreshToken), ("token_type_hint", "refresh_token"), ("client_id", "app")]))
            .MustRevoke();
        Assert.Equal("getClient getRefreshToken revokeAuthorization", string.Join(' ', calls));
    }

    [Fact]
    public async Task A_server_whose_model_revokes_nothing_has_no_such_endpoint()
    {
        var server = Start(s => s.Model = new DelegatingModel(s.Store));
        (await server.RevokeAsync([("token", "t"), ("client_id", "app")])).MustBe(404);
    }

    [Theory]
    [InlineData("getClient")]
    [InlineData("getAccessToken")]
    [InlineData("revokeAccessToken")]
    public async Task A_model_that_fails_is_a_server_error(string function)
    {
        string? failing = null;
        var server = Start(s => s.Model = new ExchangingModel(s.Store)
        {
            OnCall = name =>
            {
                if (name == failing) throw new InvalidOperationException("The database is away.");
            },
        });
        var issued = await server.IssueAsync();
        failing = function;
        var answer = (await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "app")])).MustRefuse("server_error", 500);
        Assert.DoesNotContain("database", answer.Text, StringComparison.Ordinal);
    }
}
