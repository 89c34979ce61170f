using System.Globalization;

namespace OAuth2Server.Host;

/// <summary>A length of time as a whole number with a unit: <c>30s</c>, <c>10m</c>, <c>1h</c>, <c>14d</c>.</summary>
internal static class TimeText
{
    // The greatest first.
    private static readonly (char Letter, TimeSpan Length)[] Units =
        [('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    /// <summary>Reads a time. <c>0</c> needs no unit.</summary>
    /// <returns>False if the text has no unit, another unit, or anything but digits before it.</returns>
    internal static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (text == "0") return true;
        if (text.Length == 0 || Array.Find(Units, unit => unit.Letter == text[^1]) is not { Length.Ticks: > 0 and var ticks }) return false;
        if (!long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        // A number that is too great for a time is greater than every bound.
        time = TimeSpan.FromTicks(Math.Min(number, long.MaxValue / ticks) * ticks);
        return true;
    }

    /// <summary>Writes a time of whole seconds with the greatest unit that has no remainder.</summary>
    internal static string Of(TimeSpan time)
    {
        if (time == TimeSpan.Zero) return "0";
        var (letter, length) = Array.Find(Units, unit => time.Ticks % unit.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / length.Ticks}{letter}");
    }
}
