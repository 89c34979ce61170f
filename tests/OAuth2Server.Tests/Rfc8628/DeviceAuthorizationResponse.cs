using System.Text.RegularExpressions;

namespace OAuth2Server.Tests.Rfc8628;

[RfcSection("RFC 8628", "3.2")]
[RfcSection("RFC 8628", "6.1")]
public abstract partial class DeviceAuthorizationResponse<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task It_has_the_two_codes_the_page_and_the_times()
    {
        var answer = (await Start().AuthorizeDeviceAsync()).MustBe(200);
        Assert.Equal("device_code expires_in interval user_code verification_uri verification_uri_complete", answer.Members());
        Assert.Equal(43, answer.DeviceCode.Length);
        Assert.Equal($"{Known.Issuer}/device", answer["verification_uri"]);
        Assert.Equal($"{Known.Issuer}/device?user_code={answer.UserCode}", answer["verification_uri_complete"]);
        Assert.Equal((600, 5), (answer.Json.GetProperty("expires_in").GetInt32(), answer.Json.GetProperty("interval").GetInt32()));
    }

    [Fact]
    public async Task It_is_json_and_never_cached()
    {
        var answer = await Start().AuthorizeDeviceAsync();
        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task User_codes_are_eight_letters_without_vowels_and_each_is_new()
    {
        var server = Start();
        var codes = new HashSet<string>();
        for (var i = 0; i < 200; i++)
        {
            // A public client gets fifty in a quarter of an hour.
            if (i % 50 == 49) server.Clock.Advance(TimeSpan.FromMinutes(15));
            var answer = await server.AuthorizeDeviceAsync();
            Assert.Matches(Form(), answer.UserCode);
            Assert.True(codes.Add(answer.UserCode) && codes.Add(answer.DeviceCode));
        }
    }

    [Fact]
    public async Task The_options_say_how_long_how_often_and_where()
    {
        var server = Start(s =>
        {
            s.Options.Issuer = "https://auth.example.com/tenant/";
            (s.Options.DeviceCodeLifetime, s.Options.DevicePollingInterval, s.Options.DeviceVerificationPath) =
                (TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1.5), "/tv");
        });
        var answer = await server.AuthorizeDeviceAsync();
        Assert.Equal("https://auth.example.com/tenant/tv", answer["verification_uri"]);
        // Rounded up: a device that waits two seconds never polls too fast.
        Assert.Equal((120, 2), (answer.Json.GetProperty("expires_in").GetInt32(), answer.Json.GetProperty("interval").GetInt32()));
    }

    [Fact]
    public async Task A_user_code_that_is_taken_is_made_anew()
    {
        var taken = 0;
        var server = Start(s => s.Model = new Crowded(s.Store, () => ++taken < 5));
        var codes = (await server.AuthorizeDeviceAsync()).MustBe(200);
        Assert.Equal(5, taken);
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("authorization_pending");
    }

    [Fact]
    public async Task A_store_where_all_are_taken_is_no_endless_loop()
    {
        var server = Start(s => s.Model = new Crowded(s.Store, () => true));
        (await server.AuthorizeDeviceAsync()).MustRefuse("server_error", 500);
    }

    [GeneratedRegex(@"^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\z")]
    private static partial Regex Form();

    private sealed class Crowded(InMemoryModel inner, Func<bool> isTaken) : DelegatingModel(inner)
    {
        public override ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
            isTaken() ? new(false) : base.SaveDeviceCodeAsync(code, context, ct);
    }
}
