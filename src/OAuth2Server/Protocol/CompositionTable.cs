using System.Collections.Frozen;
using System.Globalization;

namespace OAuth2Server;

/// <summary>Which characters are composed of others. The table is a file that <c>eng/composed-text.mjs</c> writes.</summary>
internal static class CompositionTable
{
    private static readonly Dictionary<int, int> Places = [];

    static CompositionTable()
    {
        var (parts, wholes) = (new Dictionary<int, int[]>(), new Dictionary<(int, int), int>());
        using var stream = typeof(CompositionTable).Assembly.GetManifestResourceStream("ComposedText.txt")!;
        using var lines = new StreamReader(stream);
        // The first line explains the others.
        for (lines.ReadLine(); lines.ReadLine() is { } line;)
        {
            switch (line.Split(' '))
            {
                case [var whole, "=", var first, var second]:
                    parts.Add(Character(whole), [Character(first), Character(second)]);
                    wholes.Add((Character(first), Character(second)), Character(whole));
                    break;
                case [var old, ">", .. var others]:
                    parts.Add(Character(old), [.. others.Select(Character)]);
                    break;
                case [var from, var to, "#", var place]:
                    var number = int.Parse(place, CultureInfo.InvariantCulture);
                    for (var mark = Character(from); mark <= Character(to); mark++) Places.Add(mark, number);
                    break;
            }
        }
        (Parts, Wholes) = (parts.ToFrozenDictionary(), wholes.ToFrozenDictionary());
    }

    /// <summary>What a character is composed of. The first part can be composed again.</summary>
    internal static FrozenDictionary<int, int[]> Parts { get; }

    /// <summary>The character that two characters compose.</summary>
    internal static FrozenDictionary<(int First, int Second), int> Wholes { get; }

    /// <summary>The place of a mark around its letter, as an order; 0 for a character that is no such mark.</summary>
    internal static int PlaceOf(int character) => Places.GetValueOrDefault(character);

    private static int Character(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
