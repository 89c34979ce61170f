namespace OAuth2Server.Tests.Core;

/// <summary>A client registers for tokens that are bound to its certificate, at a server whose parts announce this.</summary>
[RfcSection("RFC 8705", "3.4")]
public sealed class RegisteredBindings
{
    private const string Member = "tls_client_certificate_bound_access_tokens";

    [Fact]
    public async Task The_member_is_registered_where_the_metadata_announces_it_and_not_together_with_the_other_one()
    {
        var setup = new Setup { Parts = new() { MetadataParts = [new Announced()] } };
        Registering.Open(setup);
        await using var server = new TestServer(setup, InProcess.Start(setup));
        var answer = (await server.RegisterAsync(Registering.With(Registering.Public, (Member, "true")))).MustBe(201);
        Assert.True(answer.Json.GetProperty(Member).GetBoolean());
        (await server.RegisterAsync(Registering.With(Registering.Public, (Member, "true"), ("dpop_bound_access_tokens", "true"))))
            .MustRefuse("invalid_client_metadata");
    }

    private sealed class Announced : IMetadataPart
    {
        public void Describe(ServerMetadata metadata)
        {
            metadata.Add(Member, true);
            metadata.Add("dpop_signing_alg_values_supported", ["ES256"]);
        }
    }
}
