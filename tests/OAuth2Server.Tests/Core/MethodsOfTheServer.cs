namespace OAuth2Server.Tests.Core;

/// <summary>A server that is given client authentication methods of its own choice.</summary>
public sealed class MethodsOfTheServer : ProtocolTests<InProcess>
{
    private TestServer WithoutNone() => Start(s => s.Parts = new()
    {
        ClientAuthentication = [new ClientSecretPost(s.Store), new ClientSecretBasic(s.Store)],
    });

    [Fact]
    public async Task An_empty_secret_is_refused_where_the_server_has_no_method_none()
    {
        var server = WithoutNone();
        var form = Known.Redemption(await server.CodeAsync());
        (await server.TokenAsync(form)).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(form, Known.Basic("app", ""))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task Methods_are_listed_in_the_order_of_the_application_and_none_only_where_it_is_served()
    {
        var listed = (await WithoutNone().MetadataAsync()).Json.GetProperty("token_endpoint_auth_methods_supported");
        Assert.Equal(["client_secret_post", "client_secret_basic"], listed.EnumerateArray().Select(m => m.GetString()));
    }
}
