using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace OAuth2Server.Docs.Tests;

/// <summary>The tables of docs/diagnostics.md list every instrument and every event, and no other.</summary>
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
                var kind = instrument.GetType().Name.Split('`')[0].ToLowerInvariant();
                if (instrument.Meter.Name == OAuth2Diagnostics.Name) rows.Add($"| `{instrument.Name}` | {kind} | `{instrument.Unit}` |");
            },
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(OAuth2Diagnostics).TypeHandle);
        var names = rows.Select(row => row.Split('|')[1].Trim());
        Assert.Equal(Rows("instrument").Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Contains(row, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_event_is_in_the_table()
    {
        var names = typeof(OAuthEvent).GetNestedTypes().Select(type => $"`{type.Name}`");
        Assert.Equal(names.Order(StringComparer.Ordinal), Rows("event").Order(StringComparer.Ordinal));
    }

    /// <summary>The first column of the first table with this heading of its first column.</summary>
    private static IEnumerable<string> Rows(string heading)
    {
        var lines = Page.Split($"| {heading} | ", 2)[1].Split('\n').Skip(2);
        return lines.TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|')[1].Trim());
    }
}
