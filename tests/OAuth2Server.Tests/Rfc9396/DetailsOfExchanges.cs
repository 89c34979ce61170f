using OAuth2Server.Tests.Rfc8693;
using static OAuth2Server.Tests.Rfc9396.DetailsServers;

namespace OAuth2Server.Tests.Rfc9396;

/// <summary>A token from an exchange has at most the details of its subject token, of the types that the policy lets through.</summary>
[RfcSection("RFC 8693", "2.1")]
[RfcSection("RFC 9396", "6.1")]
public abstract class DetailsOfExchanges<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer Start(params string[] types) => Start(s =>
    {
        ExchangeServers.Usual(s);
        Usual(s);
        s.Exchange!.Policies[0].AuthorizationDetailsTypes = types;
    });

    private static async Task<Parameters> ExchangeAsync(TestServer server, string details) =>
        ExchangeServers.Exchange((await server.IssueAsync(Request(details).With("resource", Known.Photos))).AccessToken);

    [Fact]
    public async Task The_types_of_the_policy_go_through_and_others_do_not()
    {
        var server = Start("payment");
        var issued = (await server.ExchangeAsync(await ExchangeAsync(server, Both))).MustIssue();
        Assert.Equal(Payment, issued.Details());
        var seen = await server.IntrospectAsync([("token", issued.AccessToken)], ExchangeServers.MailBasic);
        Assert.Equal(Payment, seen.MustBeActive().Details());
    }

    [Fact]
    public async Task A_policy_without_types_lets_none_through()
    {
        var server = Start();
        var exchange = await ExchangeAsync(server, Both);
        Assert.Null((await server.ExchangeAsync(exchange)).MustIssue().Details());
        (await server.ExchangeAsync(exchange.With("authorization_details", Payment))).MustRefuse("invalid_authorization_details");
    }

    [Fact]
    public async Task It_may_be_narrowed_and_never_widened()
    {
        var server = Start("payment", "account");
        var exchange = await ExchangeAsync(server, Payment);
        Assert.Equal(Smaller, (await server.ExchangeAsync(exchange.With("authorization_details", Smaller))).MustIssue().Details());
        (await server.ExchangeAsync(exchange.With("authorization_details", Larger))).MustRefuse("invalid_authorization_details");
        (await server.ExchangeAsync(exchange.With("authorization_details", Account))).MustRefuse("invalid_authorization_details");
    }

    [Fact]
    public async Task A_narrowed_subject_token_gives_no_more_than_it_has()
    {
        var server = Start("payment", "account");
        var code = await server.CodeAsync(Request(Both).With("resource", Known.Photos));
        var narrow = (await server.TokenAsync(Known.Redemption(code).With("authorization_details", Smaller))).MustIssue();
        var exchange = ExchangeServers.Exchange(narrow.AccessToken);
        Assert.Equal(Smaller, (await server.ExchangeAsync(exchange)).MustIssue().Details());
        (await server.ExchangeAsync(exchange.With("authorization_details", Payment))).MustRefuse("invalid_authorization_details");
    }

    [Fact]
    public void A_policy_with_an_unknown_type_is_a_wrong_setting()
    {
        var options = new TokenExchangeOptions { Policies = [ExchangeServers.PhotosToMail] };
        options.Policies[0].AuthorizationDetailsTypes = ["unknown"];
        var server = new OAuth2ServerOptions { Resources = [new() { Resource = Known.Mail }] };
        Assert.Contains("unknown", Assert.Single(options.Validate(server)), StringComparison.Ordinal);
    }
}
