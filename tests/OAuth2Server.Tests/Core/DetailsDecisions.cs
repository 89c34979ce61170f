using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OAuth2Server.Tests.Rfc9396;
using static OAuth2Server.Tests.Rfc9396.DetailsServers;

namespace OAuth2Server.Tests.Core;

/// <summary>What a page lets the user decide about the objects, and what an application reads of them.</summary>
public sealed class DetailsDecisions
{
    private readonly Setup _setup = new();

    public DetailsDecisions() => Usual(_setup);

    private async Task<AuthorizationRequest> RequestAsync(AuthorizationServer server, string details)
    {
        var step = await server.AuthorizeAsync(new QueryRequest(WireRequest.Encode(Request(details))));
        Assert.True(step.IsValid(out var request, out _));
        return request;
    }

    private static AuthorizationDetails Read(string json) =>
        AuthorizationDetails.Parse(json).IsError(out var error, out var details)
            ? throw new InvalidOperationException(error.Description)
            : details;

    private async Task<OAuthResponse> DecideAsync(AuthorizationServer server, string asked, string allowed) => await server.CompleteAsync(
        await RequestAsync(server, asked),
        new Decision.Allowed(new("alice"), Scope.Of("a")) { AuthorizationDetails = Read(allowed) });

    [Theory]
    [RfcSection("RFC 9396", "7.1")]
    [InlineData(Both, Payment)]
    [InlineData(Payment, Smaller)]
    [InlineData(Account, """[{"type":"account","actions":["list","read"],"nested":"the account that alice chose"}]""")]
    [InlineData(Both, "[]")]
    public async Task A_page_may_let_the_user_choose_less_or_complete_an_object(string asked, string allowed)
    {
        var server = _setup.Server();
        var answer = await DecideAsync(server, asked, allowed);
        var code = new Answer(answer.Status, answer.Headers, []).MustGiveCode().Code;
        var issued = await new TestServer(_setup, InProcess.Start(_setup)).TokenAsync(Known.Redemption(code));
        Assert.Equal(allowed == "[]" ? null : allowed, issued.MustIssue().Details());
    }

    [Fact]
    [RfcSection("RFC 9396", "7.1")]
    public async Task A_page_cannot_allow_a_type_that_was_not_requested()
    {
        var answer = await DecideAsync(_setup.Server(), Payment, Both);
        new Answer(answer.Status, answer.Headers, []).MustRedirectError("server_error");
    }

    [Fact]
    public async Task A_page_has_one_text_for_each_object_in_their_order()
    {
        var server = _setup.Server();
        var request = await RequestAsync(server, Both);
        Assert.Equal(["Pay 10 to Shop", "See your accounts"], server.Describe(request.AuthorizationDetails));
        Assert.True(server.HasAuthorizationDetailsTypes);
        Assert.Throws<InvalidOperationException>(() => server.Describe(Read("""[{"type":"unknown"}]""")));
    }

    [Fact]
    [RfcSection("RFC 9396", "9")]
    public void A_resource_server_reads_the_objects_of_one_type_as_values()
    {
        var json = (JsonTypeInfo<PaymentOrder>)JsonSerializerOptions.Web.GetTypeInfo(typeof(PaymentOrder));
        Assert.Equal([new PaymentOrder("Shop", 10)], Read(Both).OfType("payment", json));
        Assert.Empty(Read(Account).OfType("payment", json));
    }

    [Fact]
    public void What_is_written_shows_the_types_and_nothing_else_in_a_log()
    {
        var details = Read(Both);
        Assert.Equal("AuthorizationDetails(payment account)", details.ToString());
        Assert.Equal("AuthorizationDetail(payment)", details[0].ToString());
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    public void A_type_that_no_name_can_have_is_a_wrong_setting(string name)
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer, AuthorizationDetailsTypes = [new NamedType(name)] };
        Assert.Contains("AuthorizationDetailsTypes", Assert.Single(options.Validate()), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Known.App.WithAuthorizationDetailsTypes([name]));
    }

    [Fact]
    public void Two_classes_for_one_type_are_a_wrong_setting()
    {
        var options = new OAuth2ServerOptions { Issuer = Known.Issuer, AuthorizationDetailsTypes = [new PaymentType(), new PaymentType()] };
        Assert.Contains("'payment' more than once", Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "invalid_authorization_details")]
    public async Task A_grant_of_ones_own_checks_details_that_it_reads_elsewhere(bool isAsked, string? error)
    {
        var context = _setup.Environment.Begin(new QueryRequest(""));
        var outcome = await RequestedDetails.CheckAsync(Payment, Known.App, isAsked, context, _setup.Options, default);
        Assert.Equal(error, outcome.IsError(out var refused, out _) ? refused.Code : null);
    }

    private sealed record PaymentOrder(string Creditor, decimal Amount);

    private sealed class QueryRequest(string query) : OAuthRequest
    {
        public override string Method => "GET";

        public override Uri Uri { get; } = new($"{Known.Issuer}/oauth2/authorize?{query}");

        public override RequestParameters Parameters { get; } = RequestParameters.FromQuery(query);

        public override IReadOnlyList<string?> Header(string name) => [];
    }

    private sealed class NamedType(string name) : AuthorizationDetailsType
    {
        public override string Type => name;

        public override IReadOnlyCollection<string> Members => [];

        public override ValueTask<string?> ValidateAsync(
            AuthorizationDetail detail, Client client, OAuthContext context, CancellationToken ct) => new((string?)null);

        public override string Describe(AuthorizationDetail detail) => "";
    }
}
