namespace OAuth2Server.Tests;

public sealed class ScopeTests
{
    [Fact]
    public void A_scope_prints_sorted_whatever_the_order_it_was_made_in() => Assert.Equal("a b", Scope.Of("b", "a").ToString());
}
