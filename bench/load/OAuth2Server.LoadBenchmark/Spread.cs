using System.Globalization;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The values of several rounds.</summary>
/// <param name="Sorted">The lowest first.</param>
internal sealed record Spread(double[] Sorted)
{
    internal double Middle => Comparison.Median(Sorted);

    /// <summary>The median, as a cell of a table.</summary>
    internal string Median(string format) => Show(Middle, format);

    /// <summary>The lowest and the highest value, as a cell of a table.</summary>
    internal string Range(string format) => $"{Show(Sorted[0], format)} to {Show(Sorted[^1], format)}";

    internal static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
