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
    .AppendLine($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Operations per CPU-second of each server">""")
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
        svg.AppendLine($"""<text x="{names - 8}" y="{y + 15}" text-anchor="end" fill="#1f2328">{SecurityElement.Escape(name)}</text>""")
            .AppendLine(string.Create(CultureInfo.InvariantCulture, $"""<rect x="{names}" y="{y + 3}" width="{length:F1}" height="{row - 7}" rx="2" fill="{Colour(name)}"/>"""))
            .AppendLine(string.Create(CultureInfo.InvariantCulture, $"""<text x="{names + length + 6:F1}" y="{y + 15}" fill="#59636e">{value:N0}</text>"""));
        y += row;
    }
    y += 8;
}
svg.AppendLine($"""<text x="12" y="{y + 24}" fill="#59636e">Operations per CPU-second of the server, from {Path.GetFileName(results)}. Grey: what nobody can avoid. Longer is better.</text>""").AppendLine("</svg>");
File.WriteAllText(picture, svg.ToString());
return 0;

static string Colour(string name) => name.StartsWith("OAuth2Server", StringComparison.Ordinal) ? "#1f6feb" : name.StartsWith("floor", StringComparison.Ordinal) || name.StartsWith("bare", StringComparison.Ordinal) ? "#afb8c1" : "#d29922";

// One panel for each table with a column "per CPU-second"; its heading stands above it.
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
        else if (column > 0 && cells.Length > column && double.TryParse(cells[column], NumberStyles.Number, CultureInfo.InvariantCulture, out var value)) panels[^1].Rows.Add((cells[1], value));
    }
    return panels;
}
