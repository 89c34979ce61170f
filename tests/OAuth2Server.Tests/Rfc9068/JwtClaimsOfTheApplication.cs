using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Rfc9068;

[RfcSection("RFC 9068", "2.2.2")]
[RfcSection("RFC 9068", "2.2.3")]
public abstract class JwtClaimsOfTheApplication<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer With(params Action<JwtClaims>[] add) => Start(s =>
    {
        JwtServers.EveryToken(s);
        s.Jwt!.Claims.AddRange(add.Select(one => new Adding(one)));
    });

    private static Task<Answer> TokenAsync(TestServer server) => server.TokenAsync(Known.ClientCredentials, Known.WebBasic);

    [Fact]
    public async Task They_stand_beside_those_of_the_server_and_several_add_up()
    {
        var server = With(
            claims => claims.Add("tenant", "blue"),
            claims =>
            {
                claims.Add("level", 7);
                claims.Add("vip", true);
                claims.Add("roles", ["reader", "writer"]);
                claims.Add("address", JsonDocument.Parse("""{"country":"CH"}""").RootElement);
            });
        var token = await server.ReadAsync((await TokenAsync(server)).MustIssue().AccessToken);
        Assert.Equal("address aud client_id exp iat iss jti level roles scope sub tenant vip", token.Names);
        Assert.Equal("blue", token["tenant"]);
        Assert.Equal(7, token.Claims.GetProperty("level").GetInt64());
        Assert.True(token.Claims.GetProperty("vip").GetBoolean());
        Assert.Equal(["reader", "writer"], token.Claims.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal("CH", token.Claims.GetProperty("address").GetProperty("country").GetString());
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("iat")]
    [InlineData("jti")]
    [InlineData("client_id")]
    [InlineData("scope")]
    [InlineData("auth_time")]
    [InlineData("acr")]
    [InlineData("amr")]
    [InlineData("cnf")]
    public async Task They_cannot_overwrite_those_of_the_server(string name)
    {
        ArgumentException? thrown = null;
        var server = With(claims => thrown = Assert.Throws<ArgumentException>(() => claims.Add(name, "x")));
        (await TokenAsync(server)).MustIssue();
        Assert.Contains($"'{name}'", thrown!.Message, StringComparison.Ordinal);
        (await TokenAsync(With(claims => claims.Add(name, "x")))).MustRefuse("server_error", 500);
    }

    [Fact]
    public async Task Two_of_one_name_are_refused()
    {
        var server = With(claims => claims.Add("tenant", "blue"), claims => claims.Add("tenant", "red"));
        (await TokenAsync(server)).MustRefuse("server_error", 500);
    }

    [Fact]
    public async Task A_failure_of_one_leaves_nothing_for_the_next_token()
    {
        var fails = true;
        var server = With(claims =>
        {
            claims.Add("tenant", "blue");
            if (fails) throw new InvalidOperationException("The directory is away.");
        });
        (await TokenAsync(server)).MustRefuse("server_error", 500);
        fails = false;
        Assert.Equal("blue", (await server.ReadAsync((await TokenAsync(server)).MustIssue().AccessToken))["tenant"]);
    }

    [Fact]
    public async Task Claims_that_are_too_long_whatever_the_scope_are_the_fault_of_the_server()
    {
        var server = With(claims => claims.Add("groups", Enumerable.Range(0, 1000).Select(number => $"group-{number}")));
        (await TokenAsync(server)).MustRefuse("server_error", 500);
    }

    private sealed class Adding(Action<JwtClaims> add) : IAccessTokenClaims
    {
        public ValueTask AddAsync(JwtClaims claims, AccessTokenDraft token, OAuthContext context, CancellationToken ct)
        {
            Assert.Equal(("web", JwtServers.Default), (token.Client.Id, Assert.Single(token.Audience)));
            add(claims);
            return default;
        }
    }
}
