namespace OAuth2Server.Tests.Rfc9068;

[RfcSection("RFC 9068", "2.2.1")]
[RfcSection("RFC 9470", "6.2")]
public abstract class JwtAuthenticationInformation<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly UserAuthentication Strong = new()
    {
        Time = new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero),
        ContextClass = "phr",
        Methods = ["pwd", "otp"],
    };

    private static readonly ScriptedConsent ByStrongAlice = new("alice") { Authentication = Strong };

    private static void MustTell(System.Text.Json.JsonElement claims)
    {
        Assert.Equal(Strong.Time!.Value.ToUnixTimeSeconds(), claims.GetProperty("auth_time").GetInt64());
        Assert.Equal("phr", claims.GetProperty("acr").GetString());
        Assert.Equal(["pwd", "otp"], claims.GetProperty("amr").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task The_tokens_of_an_authorization_tell_how_the_user_signed_in()
    {
        var server = Start(JwtServers.EveryToken);
        var issued = (await server.TokenAsync(Known.Redemption(await server.CodeAsync(consent: ByStrongAlice)))).MustIssue();
        MustTell((await server.ReadAsync(issued.AccessToken)).Claims);
        // The time is that of the sign-in, and a refresh is none.
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        MustTell((await server.ReadAsync((await server.RefreshAsync(issued.RefreshToken)).MustIssue().AccessToken)).Claims);
    }

    [Fact]
    public async Task A_device_gets_them_too()
    {
        var server = Start(JwtServers.EveryToken);
        var codes = (await server.AuthorizeDeviceAsync()).MustBe(200);
        Assert.Empty(await server.AnswerDeviceAsync(codes.UserCode, ByStrongAlice));
        MustTell((await server.ReadAsync((await server.PollAsync(codes.DeviceCode)).MustIssue().AccessToken)).Claims);
    }

    [Fact]
    public async Task Introspection_tells_them_of_opaque_tokens_too()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.Redemption(await server.CodeAsync(consent: ByStrongAlice)))).MustIssue();
        MustTell((await server.IntrospectAsync(issued.AccessToken)).MustBeActive().Json);
    }

    [Fact]
    public async Task What_the_application_does_not_tell_is_left_out()
    {
        var server = Start(JwtServers.EveryToken);
        var onlyTime = new ScriptedConsent("alice") { Authentication = new() { Time = Strong.Time } };
        var issued = (await server.TokenAsync(Known.Redemption(await server.CodeAsync(consent: onlyTime)))).MustIssue();
        Assert.Equal("aud auth_time client_id exp iat iss jti scope sub", (await server.ReadAsync(issued.AccessToken)).Names);
    }
}
