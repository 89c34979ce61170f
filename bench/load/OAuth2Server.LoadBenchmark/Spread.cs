using System.Globalization;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The values of several rounds.</summary>
/// <param name="Sorted">The lowest first.</param>
internal sealed record Spread(double[] Sorted)
{
    internal double Median => Comparison.Median(Sorted);

    /// <summary>Two cells of a table: the median, and the lowest and highest round.</summary>
    internal string Cells(string format) => $"{Show(Median, format)} | {Show(Sorted[0], format)} to {Show(Sorted[^1], format)}";

    private static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
