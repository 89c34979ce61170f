using System.Text;

namespace OAuth2Server;

/// <summary>Text in Unicode Normalization Form C: a letter with its marks has one spelling. It works without ICU too, where
/// <see cref="string.Normalize()"/> changes nothing (<c>InvariantGlobalization</c>).</summary>
/// <remarks>RFC 8265 §3.3 and §4.2: user names and passwords are compared in this form. Keyboards and systems differ in the form that
/// they send, and otherwise a user who changes the system has a wrong password.</remarks>
public static class ComposedText
{
    // Hangul syllables are computed (The Unicode Standard, section 3.12).
    private const int Syllables = 0xAC00, Leading = 0x1100, Vowels = 0x1161, Trailing = 0x11A7;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28, SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>Returns a text in Form C.</summary>
    /// <remarks>The time can grow with the square of the length: check the length before.</remarks>
    /// <param name="text">The text. A lone surrogate stays as it is.</param>
    /// <returns>The same object if no character can change. The result can have up to three times as many characters.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // No character below U+0300 changes.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF')) return text;
        var characters = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            Decompose(isPair ? char.ConvertToUtf32(text[i], text[++i]) : text[i], characters);
        }
        return ToText(Compose(characters));
    }

    private static void Decompose(int character, List<int> to)
    {
        var syllable = character - Syllables;
        if (syllable is >= 0 and < SyllableCount)
        {
            to.Add(Leading + (syllable / (VowelCount * TrailingCount)));
            to.Add(Vowels + (syllable / TrailingCount % VowelCount));
            if (syllable % TrailingCount > 0) to.Add(Trailing + (syllable % TrailingCount));
        }
        else if (CompositionTable.Parts.TryGetValue(character, out var parts))
        {
            foreach (var part in parts) Decompose(part, to);
        }
        else Insert(character, to);
    }

    // Marks at different places around a letter can be typed in any order. Those at the same place keep their order.
    private static void Insert(int character, List<int> to)
    {
        var (at, place) = (to.Count, CompositionTable.PlaceOf(character));
        while (place > 0 && at > 0 && CompositionTable.PlaceOf(to[at - 1]) > place) at--;
        to.Insert(at, character);
    }

    private static List<int> Compose(List<int> characters)
    {
        var composed = new List<int>(characters.Count);
        var (letter, last) = (-1, 0);
        foreach (var character in characters)
        {
            var place = CompositionTable.PlaceOf(character);
            // A mark between the two at the same place separates them.
            if (letter >= 0 && (last == 0 || last < place) && Whole(composed[letter], character) is { } whole)
            {
                composed[letter] = whole;
                continue;
            }
            if (place == 0) letter = composed.Count;
            last = place;
            composed.Add(character);
        }
        return composed;
    }

    private static int? Whole(int first, int second)
    {
        var (vowel, trailing) = (second - Vowels, second - Trailing);
        if (first - Leading is >= 0 and < LeadingCount and var leading && vowel is >= 0 and < VowelCount)
            return Syllables + (((leading * VowelCount) + vowel) * TrailingCount);
        if (first - Syllables is >= 0 and < SyllableCount and var open && open % TrailingCount == 0 && trailing is > 0 and < TrailingCount)
            return first + trailing;
        return CompositionTable.Wholes.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private static string ToText(List<int> characters)
    {
        var text = new StringBuilder(characters.Count);
        foreach (var character in characters)
        {
            if (character > char.MaxValue) text.Append(char.ConvertFromUtf32(character));
            else text.Append((char)character);
        }
        return text.ToString();
    }
}
