namespace OAuth2Server.Tests.Core;

/// <summary>What of a request a remembered consent allows.</summary>
public sealed class AllowedBeforeTests
{
    private const string Photos = "https://photos.example.com/";
    private const string Mail = "https://mail.example.com/";

    private static readonly Consent Given = new()
    {
        Issuer = "https://auth.example.com",
        Subject = "alice",
        ClientId = "app",
        Scope = Scope.Of("x"),
        Resources = [new(Photos, Scope.Of("a", "b")), new(Mail, Scope.Of("b", "c"))],
        GrantedAt = default,
    };

    [Theory]
    [InlineData("a b c", "", "")]
    [InlineData("x y", "x", "")]
    [InlineData("a b c", "a b", Photos)]
    [InlineData("c a", "a", Photos)]
    [InlineData("a b c", "b", Photos + " " + Mail)]
    [InlineData("a", "", "https://other.example.com/")]
    [InlineData("a", "", Photos + " https://other.example.com/")]
    [InlineData("", "", Photos)]
    public void It_is_what_each_named_resource_was_allowed(string scope, string allowed, string resources)
    {
        var named = resources.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(allowed, Given.AllowedOf(Scope.Parse(scope), [.. named]).ToString());
    }

    [Fact]
    public void A_client_without_a_source_is_one_of_the_operator()
    {
        var client = new Client { Id = "app", Type = ClientType.Public };
        Assert.Equal(ClientSource.Operator, client.Source);
        foreach (var source in Enum.GetValues<ClientSource>()) Assert.Equal(source, client.WithSource(source).Source);
    }

    [Fact]
    public void A_source_that_a_newer_version_wrote_does_not_make_a_client_one_of_the_operator()
    {
        var client = new Client { Id = "app", Type = ClientType.Public }.WithSource(ClientSource.Registration);
        var written = client.Properties.ToStore()!.Replace("Registration", "Federation", StringComparison.Ordinal);
        Assert.Equal(ClientSource.Registration, (client with { Properties = Properties.FromStore(written) }).Source);
    }
}
