namespace OAuth2Server.Tests.Core;

[RfcSection("RFC 8628", "6.1")]
public sealed class UserCodes
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    [Theory]
    [InlineData("WDJB-MJHT", "WDJBMJHT")]
    [InlineData("wdjb mjht", "WDJBMJHT")]
    [InlineData("\t(WdJb) / «mJhT»\r\n", "WDJBMJHT")]
    [InlineData("W-D-J-B-M-J-H-T", "WDJBMJHT")]
    [InlineData("", null)]
    [InlineData("WDJB-MJH", null)]
    [InlineData("WDJB-MJHTB", null)]
    [InlineData("WDJB-MJHA", null)]
    [InlineData("WDJB-MJH1", null)]
    [InlineData("WDJB-MJHTA", null)]
    [InlineData("WDJB-MJHT١", null)]
    [InlineData("ＷDJB-MJHT", null)]
    public void What_was_typed_has_one_normal_form(string typed, string? normal) => Assert.Equal(normal, UserCode.Normalize(typed));

    [Fact]
    public void A_very_long_text_is_no_code()
    {
        Assert.Equal("WDJBMJHT", UserCode.Normalize("WDJBMJHT" + new string(' ', 56)));
        Assert.Null(UserCode.Normalize("WDJBMJHT" + new string(' ', 57)));
    }

    [Fact]
    public void What_is_shown_is_what_can_be_typed()
    {
        var code = UserCode.Create();
        Assert.Equal(code, UserCode.Normalize(UserCode.Show(code)));
        Assert.Equal(9, UserCode.Show(code).Length);
    }

    [Fact]
    public void Every_letter_comes_about_equally_often_at_every_place()
    {
        const int codes = 40_000;
        var counts = new Dictionary<(int Place, char Letter), int>();
        for (var i = 0; i < codes; i++)
        {
            var code = UserCode.Create();
            for (var place = 0; place < 8; place++) counts[(place, code[place])] = counts.GetValueOrDefault((place, code[place])) + 1;
        }
        // 2000 are expected and the standard deviation is 44: eight of them are no accident, and 256 modulo 20 would give 6 % more of some.
        Assert.Equal(8 * Letters.Length, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1650, 2350));
    }
}
