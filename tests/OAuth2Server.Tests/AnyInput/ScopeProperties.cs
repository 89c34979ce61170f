using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

[RfcSection("RFC 6749", "3.3")]
public sealed class ScopeProperties
{
    private static readonly Gen<string[]> _names = Any.ScopeName.Array[0, 6];

    [Fact]
    public void Any_text_is_a_scope_or_is_not() => Any.Text.Sample(text =>
    {
        var good = Scope.TryParse(text, out var scope);
        var expected = text.Length == 0
            || text.Split(' ').All(n => n.Length > 0 && n.All(c => c is > ' ' and <= '~' and not '"' and not '\\'));
        Assert.Equal(expected, good);
        if (good) Assert.Equal(scope, Scope.Parse(scope.ToString()));
        else Assert.Throws<FormatException>(() => Scope.Parse(text));
        if (!good) Assert.Same(Scope.Empty, scope);
    });

    [Fact]
    public void What_is_printed_is_read_back_whatever_the_order() => _names.Sample(names =>
    {
        var scope = Scope.Of(names);
        Assert.Equal(scope, Scope.Parse(scope.ToString()));
        Assert.Equal(scope, Scope.Parse(string.Join(' ', names.Reverse())));
        Assert.Equal(scope.GetHashCode(), Scope.Of(names.Reverse()).GetHashCode());
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), scope);
        Assert.Equal(scope.Count, scope.Distinct().Count());
    });

    [Fact]
    public void It_is_a_set() => Gen.Select(_names, _names).Sample((one, other) =>
    {
        var (a, b) = (Scope.Of(one), Scope.Of(other));
        Assert.Equal(one.Intersect(other).Order(StringComparer.Ordinal), a.Intersect(b));
        Assert.Equal(one.Union(other).Order(StringComparer.Ordinal), a.Union(b));
        Assert.Equal(other.All(one.Contains), a.Contains(b));
        Assert.Equal(one.ToHashSet().SetEquals(other), a.Equals(b));
        Assert.All(other, name => Assert.Equal(one.Contains(name), a.Contains(name)));
    });

    [Fact]
    public void A_scope_prints_sorted_whatever_the_order_it_was_made_in() => Assert.Equal("B a b", Scope.Of("b", "a", "B", "a").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"")]
    public void A_name_outside_the_grammar_makes_no_scope(string name) => Assert.Throws<ArgumentException>(() => Scope.Of("good", name));
}
