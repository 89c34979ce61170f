using System.Text;
using CsCheck;

namespace OAuth2Server.Tests.Core;

/// <summary>Unicode Normalization Form C without ICU: this program runs with invariant globalization.</summary>
public sealed class ComposedTextTests
{
    // Examples of Unicode Standard Annex #15 and of each rule of the algorithm.
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u00E9", "\u00E9")]
    [InlineData("\u212B", "\u00C5")] // The sign of a unit becomes the letter.
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307")] // The mark below comes first.
    [InlineData("D\u0307\u0323", "\u1E0C\u0307")]
    [InlineData("a\u0328\u0301", "\u0105\u0301")]
    [InlineData("u\u0308\u0304", "\u01D6")] // Two marks above, one after the other.
    [InlineData("u\u0304\u0308", "\u1E7B")]
    [InlineData("a\u0327\u0328", "a\u0327\u0328")] // The mark between is at the same place.
    [InlineData("a\u0301\u0300", "\u00E1\u0300")]
    [InlineData("a\u20DD\u0301", "a\u20DD\u0301")] // What has no place separates.
    [InlineData("\u0344", "\u0308\u0301")] // Is never composed again.
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\uFB1D", "\u05D9\u05B4")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")] // Hangul.
    [InlineData("\uD558\u11AB", "\uD55C")]
    [InlineData("\uD55C\u11AB", "\uD55C\u11AB")]
    [InlineData("\u1112\u11AB", "\u1112\u11AB")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U0002F800", "\u4E3D")]
    [InlineData("\uFB01\uFF21\u2460", "\uFB01\uFF21\u2460")] // Compatibility characters stay.
    [InlineData("\u0301\u0308", "\u0301\u0308")]
    [InlineData("", "")]
    public void A_text_has_one_spelling(string text, string expected)
    {
        Assert.Equal(expected, ComposedText.Of(text));
        Assert.Equal(expected, ComposedText.Of(expected));
    }

    [Fact]
    public void A_text_in_Form_C_stays_as_it_is()
    {
        const string Latin = "Grüße, aþena";
        Assert.Same(Latin, ComposedText.Of(Latin));
        foreach (var text in (string[])["\uD800e\u0301", "\uDC00\uD800", "a\uDFFF"])
            Assert.Equal(text.Replace("e\u0301", "\u00E9", StringComparison.Ordinal), ComposedText.Of(text));
    }

    [Fact]
    public void Every_character_has_the_same_form_composed_again()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (!Rune.IsValid(code)) continue;
            var once = ComposedText.Of(new Rune(code).ToString());
            if (ComposedText.Of(once) != once || once.Length is 0 or > 6) Assert.Fail($"U+{code:X4}");
        }
    }

    [Fact]
    public void The_order_of_marks_at_different_places_does_not_matter() =>
        Gen.Shuffle((string[])["\u0323", "\u0307", "\u0327", "\u0345", "\u0334", "\u05B0"]).Sample(marks =>
            Assert.Equal(ComposedText.Of("o\u0323\u0307\u0327\u0345\u0334\u05B0"), ComposedText.Of("o" + string.Concat(marks))));

    [Fact]
    public void The_longest_password_of_marks_is_composed_in_a_moment()
    {
        // Each mark goes to the front of the others: the most work that a text of this length can make.
        var text = "e" + string.Concat(Enumerable.Repeat("\u0345", 512)) + string.Concat(Enumerable.Repeat("\u0334", 511));
        Assert.Equal(1024, ComposedText.Of(text).Length);
    }
}
