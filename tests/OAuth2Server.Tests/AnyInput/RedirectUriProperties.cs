using System.Text.RegularExpressions;
using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

[RfcSection("RFC 8252", "7.3")]
[RfcSection("RFC 6749", "3.1.2")]
public sealed partial class RedirectUriProperties
{
    private static readonly Gen<string> _host = Any.Of("http://127.0.0.1", "http://[::1]");
    private static readonly Gen<string> _path = Any.Of("", "/", "/cb", "/cb?x=1", "?x=1", "/a:80/b", "/%2e%2e", "/cb/");
    private static readonly Gen<string> _port = Gen.OneOf(Gen.Const(""), Gen.Int[0, 65535].Select(p => $":{p}"));

    [Fact]
    public void Any_text_may_be_a_redirect_uri_or_not() => Any.Text.Sample(text =>
    {
        if (RedirectUri.Problem(text) is { } problem)
        {
            Assert.EndsWith(".", problem, StringComparison.Ordinal);
            return;
        }
        Assert.True(Uri.TryCreate(text, UriKind.Absolute, out var uri));
        Assert.Empty(uri.Fragment);
        Assert.DoesNotContain('#', text);
        Assert.All(text, c => Assert.InRange(c, '!', '~'));
        Assert.True(
            uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback) || uri.Scheme.Contains('.', StringComparison.Ordinal));
        if (uri.Scheme is "https" or "http") Assert.Empty(uri.UserInfo);
    });

    [Fact]
    public void Any_two_texts_match_only_when_nothing_but_the_port_differs() => Gen.Select(Any.Text, Any.Text).Sample((one, other) =>
    {
        if (RedirectUri.MatchesAnyLoopbackPort(one, other, alsoLocalhost: true)) Assert.Equal(WithoutPort(one), WithoutPort(other));
        if (RedirectUri.MatchesAnyLoopbackPort(one, other, alsoLocalhost: false))
            Assert.DoesNotContain("http://localhost", one, StringComparison.Ordinal);
    });

    [Fact]
    public void Any_port_matches_any_other() => Gen.Select(_host, _path, _port, _port).Sample((host, path, one, other) =>
        Assert.True(RedirectUri.MatchesAnyLoopbackPort(host + one + path, host + other + path, alsoLocalhost: false)));

    [Fact]
    public void Another_host_or_path_never_matches() => Gen.Select(_host, _path, _host, _path, _port).Sample(
        (host, path, otherHost, otherPath, port) => Assert.Equal(
            (host, path) == (otherHost, otherPath),
            RedirectUri.MatchesAnyLoopbackPort(host + path, otherHost + port + otherPath, alsoLocalhost: false)));

    [Fact]
    public void One_character_more_or_less_never_matches() => Gen.Select(
        _host, _path, _port, Gen.Char[' ', '~'], Gen.Int[0, 30]).Sample((host, path, port, c, at) =>
    {
        var requested = host + port + path;
        var changed = requested.Insert(Math.Min(at, requested.Length), c.ToString());
        if (RedirectUri.MatchesAnyLoopbackPort(host + path, changed, alsoLocalhost: false)) Assert.Equal(host + path, WithoutPort(changed));
    });

    private static string WithoutPort(string uri) => Loopback().Replace(uri, "$1");

    [GeneratedRegex(@"\A(http://(?:127\.0\.0\.1|\[::1\]|localhost)):[0-9]+(?=[/?]|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Loopback();
}
