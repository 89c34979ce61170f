using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

/// <summary>A device that obeys, over a network that delays polls and loses answers.</summary>
[RfcSection("RFC 8628", "3.5")]
public sealed class PollingProperties : ProtocolTests<InProcess>
{
    private static readonly Gen<(double Early, double Delay, bool Lost)> _poll = Gen.Select(
        Gen.Frequency((9, Gen.Const(0.0)), (1, Gen.Double[0, 20])), Gen.Double[0, 0.5],
        Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))));

    [Fact]
    public Task Any_device_that_keeps_the_interval_that_it_was_told_is_not_told_to_slow_down() =>
        _poll.Array[1, 40].SampleAsync(async polls =>
        {
            await using var server = Start(s => s.Options.DeviceCodeLifetime = TimeSpan.FromHours(1));
            var code = (await server.AuthorizeDeviceAsync()).DeviceCode;
            // The device counts from when it sends, by its own clock; the server sees when a poll arrives.
            var (told, isBehind, sent, start) = (5.0, false, 0.0, server.Clock.GetUtcNow());
            foreach (var poll in polls)
            {
                var early = Math.Min(poll.Early, told);
                sent += told - early;
                var arrival = start.AddSeconds(sent + poll.Delay);
                if (arrival > server.Clock.GetUtcNow()) server.Clock.SetUtcNow(arrival);
                var error = (await server.PollAsync(code)).MustBe(400)["error"];
                if (error != "slow_down") continue;
                // A device that did wait gets a refusal only to learn of an earlier one that was lost.
                Assert.True(early > 0.4 || isBehind, $"after {told - early} s of {told} s");
                (told, isBehind) = poll.Lost ? (told, true) : (told + 5, false);
            }
        });
}
