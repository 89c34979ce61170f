using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OAuth2Server.Host.Tests;

public sealed class TelemetryTests
{
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
        var code = client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")))["code"];
        var (_, token) = await client.RedeemAsync(code);
        await client.RedeemAsync(code);
        await client.UseAsync("/demo/read", token.GetProperty("access_token").GetString());

        Assert.True(server.Services.GetRequiredService<MeterProvider>().ForceFlush());
        Assert.True(server.Services.GetRequiredService<TracerProvider>().ForceFlush());
        var (metrics, traces) = (collector.At("/v1/metrics"), collector.At("/v1/traces"));
        Assert.All(["oauth2server.tokens.issued", "oauth2server.requests.refused", "oauth2server.request.duration", "oauth2server.db.commands", "http.server.request.duration"], name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.All(["oauth2.authorization", "oauth2.completion", "oauth2.token", "oauth2.resource", "/oauth2/token"], name => Assert.Contains(name, traces, StringComparison.Ordinal));

        var ticket = consent.Document.QuerySelector("[name=ticket]")!.GetAttribute("value")!;
        string[] secrets = [client.State, client.Verifier, code, ticket, token.GetProperty("access_token").GetString()!, token.GetProperty("refresh_token").GetString()!, TestConfiguration.WebSecret, TestConfiguration.AlicePassword];
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
    public async Task The_standard_variable_is_an_endpoint_too_and_a_wrong_one_stops_the_start()
    {
        var refused = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--urls", "http://127.0.0.1:0"], new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector:4317:x" });
        Assert.Equal((1, "OTEL_EXPORTER_OTLP_ENDPOINT 'collector:4317:x' is no http or https URL."), (refused.ExitCode, refused.Error.Trim()));
    }
}
