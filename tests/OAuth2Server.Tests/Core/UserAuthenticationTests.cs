using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OAuth2Server.Tests.Core;

public sealed class UserAuthenticationTests
{
    private static readonly UserAuthentication Told = new()
    {
        Time = Records.Start.AddMilliseconds(1),
        ContextClass = "phr",
        Methods = ["pwd", "otp"],
    };

    [Fact]
    public void It_comes_back_from_the_properties_in_whole_seconds()
    {
        var read = UserAuthentication.In(Told.WriteTo(Properties.Empty.With("other", "x")))!;
        Assert.Equal((Records.Start, "phr"), (read.Time, read.ContextClass));
        Assert.Equal(["pwd", "otp"], read.Methods);
        Assert.Null(UserAuthentication.In(Properties.Empty.With("other", "x")));
        Assert.Equal(Properties.Empty, new UserAuthentication().WriteTo(Properties.Empty));
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999999")]
    public void A_time_that_is_none_is_left_out(string text)
    {
        var read = UserAuthentication.In(Properties.Empty.With(UserAuthentication.TimeProperty, text));
        Assert.Null(read?.Time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public void A_method_has_a_name_without_spaces(string method) =>
        Assert.Throws<ArgumentException>(() => new UserAuthentication { Methods = ["pwd", method] });

    [Theory]
    [InlineData("jkt=abc", """{"cnf":{"jkt":"abc"}}""")]
    [InlineData("x5t#S256=a=b", """{"cnf":{"x5t#S256":"a=b"}}""")]
    [InlineData("=abc", "{}")]
    [InlineData("abc", "{}")]
    [InlineData(null, "{}")]
    public void The_confirmation_of_a_bound_token_is_a_claim(string? saved, string expected)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            TokenBinding.WriteConfirmation(json, saved is null ? Properties.Empty : Properties.Empty.With("cnf", saved));
            json.WriteEndObject();
        }
        Assert.Equal(expected, Encoding.UTF8.GetString(written.ToArray()));
    }
}
