using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>What a right setting means.</summary>
public sealed class SettingsReaderTests
{
    [Fact]
    public void Times_are_whole_numbers_with_a_unit()
    {
        var server = new OAuth2ServerOptions();
        Read(c =>
        {
            c["AccessTokenLifetime"] = "90s";
            c["RefreshTokenLifetime"] = "36525d";
            c["AuthorizationLifetime"] = "none";
            c["RefreshReuseInterval"] = "0";
            c["AuthorizationCodeLifetime"] = "2m";
            c["DeviceCodeLifetime"] = "1h";
            c["DevicePollingInterval"] = "007s";
            c["AlwaysIssueNewRefreshToken"] = false;
        }).Tokens.SetTo(server);

        Assert.Equal(TimeSpan.FromSeconds(90), server.AccessTokenLifetime);
        Assert.Equal(TimeSpan.FromDays(36525), server.RefreshTokenLifetime);
        Assert.Null(server.AuthorizationLifetime);
        Assert.Equal(TimeSpan.Zero, server.RefreshReuseInterval);
        Assert.Equal(TimeSpan.FromMinutes(2), server.AuthorizationCodeLifetime);
        Assert.Equal(TimeSpan.FromHours(1), server.DeviceCodeLifetime);
        Assert.Equal(TimeSpan.FromSeconds(7), server.DevicePollingInterval);
        Assert.False(server.AlwaysIssueNewRefreshToken);
    }

    [Fact]
    public void Without_a_setting_the_library_decides()
    {
        var (read, library) = (new OAuth2ServerOptions { AlwaysIssueNewRefreshToken = false }, new OAuth2ServerOptions());
        Read(_ => { }).Tokens.SetTo(read);
        foreach (var option in typeof(TokenSettings).GetProperties())
        {
            var same = typeof(OAuth2ServerOptions).GetProperty(option.Name)!;
            Assert.Equal(same.GetValue(library), same.GetValue(read));
        }
    }

    [Fact]
    public void The_members_of_a_client_come_from_its_settings()
    {
        var settings = Read(c =>
        {
            var web = c["Clients"]![0]!;
            web["TokenEndpointAuthMethod"] = "client_secret_post";
            web["RequirePkce"] = false;
            web["AccessTokenLifetime"] = "5m";
            web["RefreshTokenLifetime"] = "30d";
            web["FirstParty"] = true;
            web["AnyLocalhostPort"] = true;
            web["PreviousClientSecret"] = "previous-0123456789-0123456789-0123456789";
            web["PreviousClientSecretExpiresAt"] = "2027-01-31T12:00:00+02:00";
            var native = c["Clients"]![1]!;
            native["SchemesWithoutDot"] = true;
            native["RedirectUris"]![0] = "exampleapp:/cb";
            native["Disabled"] = true;
        });

        var (web, native) = (settings.Clients[0], settings.Clients[1]);
        Assert.Equal(["client_secret_post"], web.Client.AuthenticationMethods);
        Assert.False(web.Client.RequirePkce);
        Assert.Equal(TimeSpan.FromMinutes(5), web.Client.AccessTokenLifetime);
        Assert.Equal(TimeSpan.FromDays(30), web.Client.RefreshTokenLifetime);
        Assert.True(web.Client.FirstParty && web.Client.AnyLocalhostPort);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 10, 0, 0, TimeSpan.Zero), web.PreviousSecret!.ExpiresAt);
        Assert.True(native.Disabled == true && native.Client.SchemesWithoutDot);
        Assert.Equal(2, settings.Findings.Count);
        Assert.Contains(settings.Findings, warning => warning.What.StartsWith("RequirePkce of client web", StringComparison.Ordinal));
        Assert.Contains(settings.Findings, one => one.What.StartsWith("SchemesWithoutDot of client native", StringComparison.Ordinal));
    }

    [Fact]
    public void A_public_client_of_the_operator_has_https_redirect_uris_only()
    {
        Assert.True(Read(c => AsFirstParty(c, "https://app.example.com/cb")).Clients[1].Client.FirstParty);
        foreach (var uri in (string[])["http://127.0.0.1:7000/cb", "com.example.app:/cb"])
            Assert.Throws<StartException>(() => Read(c => AsFirstParty(c, "https://app.example.com/cb", uri)));

        static void AsFirstParty(JsonNode c, params string[] uris)
        {
            c["Clients"]![1]!["FirstParty"] = true;
            c["Clients"]![1]!["RedirectUris"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]);
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", "192.0.2.2")]
    [InlineData("10.1.0.0/16", "10.1.255.255", "10.2.0.0")]
    [InlineData("2001:DB8:0::/32", "2001:db8:ffff::1", "2001:db9::1")]
    [InlineData("2001:db8::1", "2001:db8::1", "2001:db8::2")]
    public void A_proxy_is_an_address_or_a_network(string setting, string inside, string outside)
    {
        var proxy = Assert.Single(Read(c =>
        {
            c["Issuer"] = "https://auth.example.com";
            c["BehindTlsProxy"] = true;
            c["KnownProxies"] = new JsonArray(setting);
        }).KnownProxies);

        Assert.True(proxy.Contains(IPAddress.Parse(inside)));
        Assert.False(proxy.Contains(IPAddress.Parse(outside)));
    }

    [Fact]
    public void A_user_who_is_disabled_needs_no_password()
    {
        var users = Read(c => c["Users"] = new JsonArray(
            new JsonObject { ["Username"] = "alice", ["Disabled"] = true },
            new JsonObject { ["Username"] = "bob", ["Password"] = "x", ["Disabled"] = false },
            new JsonObject { ["Username"] = "carol", ["Password"] = "x" })).Users;

        Assert.Equal([true, false, null], users.Select(user => user.Disabled));
    }

    [Fact]
    public void No_header_may_be_allowed()
    {
        Assert.Empty(Read(c => c["CorsAllowedHeaders"] = new JsonArray()).CorsAllowedHeaders);
        Assert.Equal(6, Read(_ => { }).CorsAllowedHeaders.Count);
    }

    private static HostSettings Read(Action<JsonNode> change)
    {
        var configuration = TestConfiguration.Create();
        change(configuration.Server());
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        return SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
    }
}
