using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

[RfcSection("RFC 6749", "B")]
public sealed class ParameterProperties
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public void Any_query_is_read_or_refused() => Any.Text.Sample(text => MustBeWhole(RequestParameters.FromQuery(text)));

    [Fact]
    public void Any_body_of_any_type_is_read_or_refused() => Gen.Select(Any.Bytes, Any.Text).Sample((body, type) =>
    {
        MustBeWhole(RequestParameters.FromForm(Form, body));
        var odd = RequestParameters.FromForm(type, body);
        Assert.True(odd.Malformed is not null && odd.Count == 0);
    });

    [Fact]
    public void What_is_written_is_read_back() => Any.Pairs.Sample(pairs =>
    {
        var written = RequestParameters.Of(pairs).ToQuery();
        Assert.Equal(pairs, RequestParameters.FromQuery(written));
        Assert.Equal(pairs, RequestParameters.FromQuery("?" + written));
        Assert.Equal(pairs, RequestParameters.FromForm(Form, System.Text.Encoding.ASCII.GetBytes(written)));
    });

    [Fact]
    public void A_name_is_repeated_when_it_stands_twice_and_may_not() => Any.Pairs.Sample(pairs =>
    {
        var twice = pairs.GroupBy(p => p.Key).Any(g => g.Count() > 1 && g.Key is not "resource" and not "audience");
        Assert.Equal(twice, RequestParameters.Of(pairs).Repeated is not null);
    });

    [Fact]
    public void Properties_come_back_from_a_store() => Any.Pairs.Sample(pairs =>
    {
        var properties = pairs.Aggregate(Properties.Empty, (all, p) => all.With(p.Key, p.Value));
        var back = Properties.FromStore(properties.ToStore());
        Assert.Equal(properties, back);
        Assert.Equal(properties.GetHashCode(), back.GetHashCode());
        Assert.All(properties, p => Assert.Equal(p.Value, back[p.Key]));
    });

    [Fact]
    public void Any_text_in_a_store_is_read_or_said_to_be_damaged() => Gen.OneOf(
        Any.Text,
        Any.Text.Select(t => $"{{\"{t}\":\"{t}\"}}"),
        Any.Of("[]", "1", "null", "{\"a\":null}", "{\"a\":1}", "{\"\\ud800\":\"x\"}", "{\"a\":\"\\ud800\"}")).Sample(text =>
    {
        try
        {
            Assert.NotNull(Properties.FromStore(text));
        }
        catch (FormatException)
        {
            Assert.NotEmpty(text);
        }
    });

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\"")]
    public void A_damaged_row_is_said_to_be_damaged(string stored) => Assert.Throws<FormatException>(() => Properties.FromStore(stored));

    private static void MustBeWhole(RequestParameters read)
    {
        if (read.Malformed is { } malformed)
        {
            Assert.Equal("invalid_request", malformed.Code);
            Assert.Empty(read);
            return;
        }
        Assert.True(read.Count <= 128);
        Assert.All(read, p => Assert.DoesNotContain('\0', p.Key + p.Value));
        Assert.Equal(read, RequestParameters.FromQuery(read.ToQuery()));
    }
}
