using static OAuth2Server.Tests.Rfc9396.DetailsServers;

namespace OAuth2Server.Tests.Rfc9396;

/// <summary>The metadata of the server and of clients that register themselves.</summary>
[RfcSection("RFC 9396", "10")]
public abstract class DetailsMetadata<T> : ProtocolTests<T> where T : ITransport
{
    private static void Open(Setup setup)
    {
        Usual(setup);
        setup.Options.ClientRegistration.Mode = RegistrationMode.Open;
        setup.Options.ClientRegistration.Scopes = ["a"];
        setup.Options.ClientRegistration.AuthorizationDetailsTypes = ["payment", "account"];
    }

    private static string Metadata(string types) =>
        $$"""{"redirect_uris":["{{Known.AppUri}}"],"token_endpoint_auth_method":"none"{{types}}}""";

    private static async Task<Parameters> RegisteredAsync(TestServer server, string types) => Known.Authorization.Without("scope")
        .With("client_id", (await server.RegisterAsync(Metadata(types))).MustBe(201)["client_id"]!);

    [Fact]
    public async Task The_server_names_its_types()
    {
        var metadata = (await Start(Usual).MetadataAsync()).Json;
        Assert.Equal(
            ["payment", "account"],
            metadata.GetProperty("authorization_details_types_supported").EnumerateArray().Select(type => type.GetString()));
    }

    [Fact]
    public async Task A_server_without_types_has_no_such_member() =>
        Assert.False((await Start().MetadataAsync()).Json.TryGetProperty("authorization_details_types_supported", out _));

    [Theory]
    [InlineData("", "payment account")]
    [InlineData(""","authorization_details_types":["account"]""", "account")]
    [InlineData(""","authorization_details_types":["account","unknown"]""", "account")]
    public async Task A_client_registers_for_types_and_may_use_those_alone(string types, string expected)
    {
        var server = Start(Open);
        var registered = (await server.RegisterAsync(Metadata(types))).MustBe(201);
        Assert.Equal(
            expected,
            string.Join(' ', registered.Json.GetProperty("authorization_details_types").EnumerateArray().Select(type => type.GetString())));
        var request = Known.Authorization.Without("scope").With("client_id", registered["client_id"]!);
        (await server.AuthorizeAsync(request.With("authorization_details", Account))).MustGiveCode();
        var payment = await server.AuthorizeAsync(request.With("authorization_details", Payment));
        if (types.Length == 0) payment.MustGiveCode();
        else payment.MustRedirectError("invalid_authorization_details");
    }

    [Fact]
    public async Task A_client_that_registers_for_unknown_types_alone_may_use_none()
    {
        var server = Start(Open);
        var request = await RegisteredAsync(server, ""","authorization_details_types":["unknown"]""");
        (await server.AuthorizeAsync(request.With("authorization_details", Payment))).MustRedirectError("invalid_authorization_details");
    }

    [Fact]
    public async Task Clients_that_register_themselves_may_use_no_type_unless_the_server_says_so()
    {
        var server = Start(s =>
        {
            Open(s);
            s.Options.ClientRegistration.AuthorizationDetailsTypes = [];
        });
        var request = await RegisteredAsync(server, "");
        (await server.AuthorizeAsync(request.With("authorization_details", Payment))).MustRedirectError("invalid_authorization_details");
        Assert.False((await server.RegisterAsync(Metadata(""))).Json.TryGetProperty("authorization_details_types", out _));
    }

    [Fact]
    public async Task A_registration_with_types_that_are_no_texts_is_refused() =>
        (await Start(Open).RegisterAsync(Metadata(""","authorization_details_types":[1]"""))).MustRefuse("invalid_client_metadata");

    [Fact]
    public async Task A_client_may_change_its_types()
    {
        var server = Start(Open);
        var registered = (await server.RegisterAsync(Metadata(""","authorization_details_types":["payment"]"""))).MustBe(201);
        var id = registered["client_id"]!;
        var changed = await server.ManageAsync(
            "PUT", registered, Metadata($$""","client_id":"{{id}}","authorization_details_types":["account"]"""));
        changed.MustBe(200);
        var request = Known.Authorization.Without("scope").With("client_id", id);
        (await server.AuthorizeAsync(request.With("authorization_details", Account))).MustGiveCode();
        (await server.AuthorizeAsync(request.With("authorization_details", Payment))).MustRedirectError("invalid_authorization_details");
    }
}
