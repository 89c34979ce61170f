namespace OAuth2Server.Architecture.Tests;

/// <summary>The rule about words, and what it takes for prose.</summary>
public sealed class WordTests
{
    [Theory]
    [InlineData("Whoever may sign in gets a token.", "Whoever")]
    [InlineData("A token for nobody's client.", "nobody")]
    [InlineData("He is asked; the answer is his.", "He", "his")]
    [InlineData("The door is closed.", "door")]
    [InlineData("It is told and said loudly.", "loudly", "is told")]
    [InlineData("It lies unused and is good for\n    // one use, at\n    // once.", "good for", "lies unused", "at once")]
    [InlineData("A model knows what lives and what is dead.", "knows", "dead", "lives")]
    [InlineData("Guesses side by side, or a guess.", "side by side", "Guesses", "a guess")]
    [InlineData("No one who comes of it, in nobody's favour.", "nobody", "No one", "comes of it", "in nobody's favour")]
    [InlineData("The shield hears it; the thief hears of it for ever.", "thief", "hears", "hears", "for ever")]
    public void A_word_of_the_list_is_reported(string comment, params string[] words) =>
        Assert.Equal(words.Order(StringComparer.Ordinal), Words("src/A.cs", $"// {comment}"));

    [Theory]
    [InlineData("The user then reads the header of the history; the shears are there.")]
    [InlineData("An indoor, short-lived, deadlocked, well-known alphabet of livestock.")]
    [InlineData("No one-time code. An attacker cannot guess it; guessing is slow.")]
    [InlineData("At one place, once.")]
    public void A_word_that_only_contains_one_of_the_list_is_fine(string comment) => Assert.Empty(Words("src/A.cs", $"// {comment}"));

    [Fact]
    public void A_violation_says_where_it_is_and_what_to_write()
    {
        var violations = WordList.Parse("# comment\nat once → immediately\n").Violations("src/A.cs", "\n It is done at\n once.");
        Assert.Equal("src/A.cs:2: at once: immediately", Assert.Single(violations));
    }

    [Theory]
    [InlineData("src/A.cs", "/// <summary>For nobody.</summary>\nclass A;", 1)]
    [InlineData("src/A.cs", "/* for\n * nobody */\nclass A;", 1)]
    [InlineData("src/A.cs", "class A { string B = \"It is for nobody at all.\"; }", 1)]
    [InlineData("src/A.cs", "class A { string B = $\"{1} is for nobody {2}.\"; }", 1)]
    [InlineData("src/A.cs", "class A { string B = \"\"\"\n  It is for nobody.\n  \"\"\"; }", 1)]
    [InlineData("src/A.cs", "/// <summary>See <see cref=\"Nobody\"/>, <c>nobody</c>.</summary>\nclass Nobody;", 0)]
    [InlineData("src/A.cs", "class Nobody { string B = \"nobody\"; } // `nobody` again", 0)]
    [InlineData("src/A.cs", "// at\nclass A; // once", 0)]
    [InlineData("tests/A.cs", "class A { string B = \"It is for nobody at all.\"; }", 0)]
    [InlineData("tests/A.cs", "// It is for nobody.", 1)]
    [InlineData("docs/a.md", "Nobody, `nobody`, [nobody](nobody.md), <a href=\"nobody\">.\n```csharp\nnobody\n```\n", 2)]
    [InlineData("docs/a.md", "1. A list:\n   ```\n   nobody\n   ```\n   nobody\n", 1)]
    [InlineData("src/A.cshtml", "@* nobody *@<p class=\"nobody\">@Model.Nobody nobody</p>", 2)]
    [InlineData("eng/a.sh", "#!/usr/bin/nobody\n# nobody\necho nobody ${#nobody}; run # nobody\n", 2)]
    [InlineData("src/A.csproj", "<Project><!-- nobody\nnobody --><Nobody/></Project>", 2)]
    [InlineData("src/a.json", "{ \"a\": \"nobody\" }", 0)]
    public void Only_prose_is_read(string path, string text, int violations) => Assert.Equal(violations, Words(path, text).Count());

    private static IEnumerable<string> Words(string path, string text) =>
        (Prose.Of(path, text) is { } prose ? WordList.Real.Violations(path, prose) : [])
            .Select(violation => violation.Split(": ")[1]).Order(StringComparer.Ordinal);
}
