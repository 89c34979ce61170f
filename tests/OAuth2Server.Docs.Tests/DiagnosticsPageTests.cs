using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace OAuth2Server.Docs.Tests;

/// <summary>The tables of docs/diagnostics.md have what the code has, and nothing else.</summary>
public sealed class DiagnosticsPageTests
{
    private static string Page { get; } = Repository.Read("docs/diagnostics.md");

    [Fact]
    public void Every_instrument_is_in_the_table_with_its_kind_and_unit()
    {
        var rows = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == OAuth2Diagnostics.Name) rows.Add($"| `{instrument.Name}` | {instrument.GetType().Name.Split('`')[0].ToLowerInvariant()} | `{instrument.Unit}` |");
            },
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(OAuth2Diagnostics).TypeHandle);
        Assert.Equal(Rows("instrument").Order(StringComparer.Ordinal), rows.Select(row => row.Split('|')[1].Trim()).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Contains(row, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_event_is_in_the_table() =>
        Assert.Equal(typeof(OAuthEvent).GetNestedTypes().Select(type => $"`{type.Name}`").Order(StringComparer.Ordinal), Rows("event").Order(StringComparer.Ordinal));

    /// <summary>The first column of the first table that begins so.</summary>
    private static IEnumerable<string> Rows(string heading) =>
        Page.Split($"| {heading} | ", 2)[1].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|')[1].Trim());
}
