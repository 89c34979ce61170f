namespace OAuth2Server.Tests.Core;

[RfcSection("RFC 6749", "5.2")]
public sealed class ErrorAndOutcomeTests
{
    [Fact]
    public void An_outcome_that_was_never_given_anything_is_a_server_error()
    {
        Assert.True(default(Outcome<Scope>).IsError(out var error, out var value));
        Assert.Equal("server_error", error.Code);
        Assert.Equal(500, error.Status);
        Assert.Null(value);
    }

    [Fact]
    public void An_outcome_holds_a_value_or_an_error()
    {
        Outcome<Scope> good = Scope.Of("a");
        Outcome<Scope> bad = OAuthError.InvalidScope("No.");
        Assert.False(good.IsError(out var none, out var scope));
        Assert.Null(none);
        Assert.Equal("a", scope.ToString());
        Assert.True(bad.IsError(out var error, out _));
        Assert.Equal("invalid_scope: No.", error.ToString());
    }

    [Fact]
    public void Characters_that_the_wire_does_not_allow_become_spaces()
    {
        var error = new OAuthError("co\"de\r\nX", "Ümlaut \"quoted\" \\ line\nfeed \u2603");
        Assert.Equal("co de  X", error.Code);
        Assert.Equal(" mlaut  quoted    line feed  ", error.Description);
    }

    [Fact]
    public void What_failed_inside_is_never_in_the_description_of_a_server_error() =>
        Assert.Equal(OAuthError.ServerError().Description, OAuthError.ServerError("The password of the database is wrong.").Description);

    [Theory]
    [InlineData("access_token")]
    [InlineData("token_type")]
    [InlineData("expires_in")]
    [InlineData("refresh_token")]
    [InlineData("scope")]
    [InlineData("error")]
    [InlineData("error_description")]
    [InlineData("error_uri")]
    public void A_member_of_the_protocol_cannot_be_added(string name)
    {
        Assert.Throws<ArgumentException>(() => new ResponseMembers().Add(name, "x"));
        Assert.Throws<ArgumentException>(() => new ResponseMembers().Add(name, 1));
        Assert.Throws<ArgumentException>(() => new ResponseMembers().Add(name, true));
    }

    [Fact]
    public void A_member_needs_a_name() => Assert.Throws<ArgumentException>(() => new ResponseMembers().Add("", "x"));

    [Fact]
    public void A_response_finds_a_header_whatever_its_case()
    {
        var response = new OAuthResponse(303, [new("Location", "https://a.example")], default);
        Assert.Equal("https://a.example", response.Header("lOCATION"));
        Assert.Null(response.Header("Content-Type"));
    }
}
