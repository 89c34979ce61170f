using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OAuth2Server.Host.Tests;

public sealed class TelemetryTests
{
    private static readonly string[] Metrics =
    [
        "oauth2server.tokens.issued",
        "oauth2server.requests.refused",
        "oauth2server.request.duration",
        "oauth2server.db.commands",
        "http.server.request.duration",
    ];

    private static readonly string[] Activities =
        ["oauth2.authorization", "oauth2.completion", "oauth2.token", "oauth2.resource", "/oauth2/token"];

    [Fact]
    public async Task Metrics_and_traces_go_to_the_collector_and_no_secret_with_them()
    {
        await using var collector = await Collector.StartAsync();
        await using var database = await TestDatabase.CreateAsync("Sqlite");
        await using var server = await TestServer.StartAsync(configuration =>
        {
            database.Use(configuration);
            configuration.Server()["Telemetry"] = new JsonObject { ["Otlp"] = collector.Address, ["Protocol"] = "http/protobuf" };
        });
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await CodeFlowTests.ConsentAsync(browser, client);
        var code = await client.AllowAsync(browser, consent);
        var (_, token) = await client.RedeemAsync(code);
        await client.RedeemAsync(code);
        await client.UseAsync("/demo/read", token.Text("access_token"));

        Assert.True(server.Services.GetRequiredService<MeterProvider>().ForceFlush());
        Assert.True(server.Services.GetRequiredService<TracerProvider>().ForceFlush());
        var (metrics, traces) = (collector.At("/v1/metrics"), collector.At("/v1/traces"));
        Assert.All(Metrics, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.All(Activities, name => Assert.Contains(name, traces, StringComparison.Ordinal));

        string[] secrets =
        [
            client.State, client.Verifier, code, consent.Ticket, token.Text("access_token"), token.Text("refresh_token"),
            TestConfiguration.WebSecret, TestConfiguration.AlicePassword,
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, metrics + traces, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_endpoint_there_is_no_telemetry()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Null(server.Services.GetService<MeterProvider>());
        Assert.Null(server.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task The_standard_environment_variable_is_read_and_a_wrong_value_stops_the_start()
    {
        var environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector:4317:x" };
        var (code, _, error) = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--urls", "http://127.0.0.1:0"], environment);

        Assert.Equal(1, code);
        Assert.Equal("OTEL_EXPORTER_OTLP_ENDPOINT 'collector:4317:x' is not an http or https URL.", error.Trim());
    }
}
