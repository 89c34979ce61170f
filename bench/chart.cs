// Draws the tables of a load benchmark as an SVG: dotnet run bench/chart.cs -- bench/results/load-DATE.md docs/performance.svg
using System.Globalization;
using System.Security;
using System.Text;

if (args is not [var results, var picture])
{
    Console.Error.WriteLine("usage: dotnet run bench/chart.cs -- RESULTS.md PICTURE.svg");
    return 1;
}

const int width = 860, names = 300, bars = 420, row = 24, head = 44;
var panels = Panels(File.ReadAllLines(results));
var height = panels.Sum(panel => head + (row * panel.Rows.Count)) + 56;
var svg = new StringBuilder()
    .Append($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" """)
    .Append("""font-family="system-ui, sans-serif" font-size="13" role="img" """)
    .AppendLine("""aria-label="Operations per CPU-second of each server">""")
    .AppendLine($"""<rect width="{width}" height="{height}" fill="#ffffff"/>""");
var y = 8;
foreach (var (title, rows) in panels)
{
    svg.AppendLine($"""<text x="12" y="{y + 24}" font-size="15" font-weight="600" fill="#1f2328">{SecurityElement.Escape(title)}</text>""");
    y += head - 8;
    var most = rows.Max(r => r.Value);
    foreach (var (name, value) in rows)
    {
        var length = Math.Max(1, value / most * bars);
        var (end, top, baseline) = (Number(names + length + 6), y + 3, y + 15);
        svg.AppendLine($"""<text x="{names - 8}" y="{baseline}" text-anchor="end" fill="#1f2328">{SecurityElement.Escape(name)}</text>""")
            .AppendLine($"""<rect x="{names}" y="{top}" width="{Number(length)}" height="{row - 7}" rx="2" fill="{Colour(name)}"/>""")
            .AppendLine(CultureInfo.InvariantCulture, $"""<text x="{end}" y="{baseline}" fill="#59636e">{value:N0}</text>""");
        y += row;
    }
    y += 8;
}
var legend = $"Operations per CPU-second of the server, from {Path.GetFileName(results)}. Grey: the floors. Longer is better.";
svg.AppendLine($"""<text x="12" y="{y + 24}" fill="#59636e">{legend}</text>""").AppendLine("</svg>");
File.WriteAllText(picture, svg.ToString());
return 0;

static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

static string Colour(string name) => name switch
{
    _ when name.StartsWith("OAuth2Server", StringComparison.Ordinal) => "#1f6feb",
    _ when name.Contains("floor", StringComparison.Ordinal) || name.StartsWith("bare", StringComparison.Ordinal) => "#afb8c1",
    _ => "#d29922",
};

// One panel for each table with a column "per CPU-second"; its title is the heading above the table.
static List<(string Title, List<(string Name, double Value)> Rows)> Panels(string[] lines)
{
    var panels = new List<(string Title, List<(string Name, double Value)> Rows)>();
    var (title, column) = ("", -1);
    foreach (var line in lines)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        if (line.StartsWith("### ", StringComparison.Ordinal)) (title, column) = (line[4..], -1);
        else if (Array.IndexOf(cells, "per CPU-second") is > 0 and var found)
        {
            column = found;
            panels.Add((title, []));
        }
        else if (column > 0 && cells.Length > column && TryRead(cells[column], out var value)) panels[^1].Rows.Add((cells[1], value));
    }
    return panels;
}

static bool TryRead(string cell, out double value) => double.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out value);
