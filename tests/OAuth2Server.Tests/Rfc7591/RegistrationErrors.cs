namespace OAuth2Server.Tests.Rfc7591;

/// <summary>A refusal has a code, a sentence for the developer, and leaves nothing behind.</summary>
[RfcSection("RFC 7591", "3.2.2")]
public abstract class RegistrationErrors<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_refusal_names_the_member_and_not_its_value()
    {
        var answer = (await Start(Registering.Open).RegisterAsync(
            Registering.With(Registering.Public, ("client_uri", "\"javascript:steal()\"")))).MustRefuse("invalid_client_metadata");
        Assert.Equal("client_uri must be an https address without fragment.", answer["error_description"]);
        Assert.DoesNotContain("steal", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_registration_makes_no_client()
    {
        var model = new CountingRegistrations();
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Model = model;
        });
        (await server.RegisterAsync(Registering.With(Registering.Public, ("redirect_uris", "[]")))).MustRefuse("invalid_redirect_uri");
        Assert.Equal(0, model.Saved);
        (await server.RegisterAsync(Registering.Public)).MustBe(201);
        Assert.Equal(1, model.Saved);
    }

    [Fact]
    public async Task A_store_that_fails_is_a_fault_of_the_server()
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Model = new CountingRegistrations { Fails = true };
        });
        (await server.RegisterAsync(Registering.Public)).MustRefuse("server_error", 500);
    }
}

/// <summary>Counts the registrations that are saved.</summary>
public sealed class CountingRegistrations : InMemoryModel, IClientRegistrationModel
{
    public int Saved { get; private set; }

    public bool Fails { get; init; }

    ValueTask IClientRegistrationModel.SaveRegistrationAsync(
        ClientRegistration registration, OAuthContext context, CancellationToken ct)
    {
        if (Fails) throw new InvalidOperationException("The store is down.");
        Saved++;
        return SaveRegistrationAsync(registration, context, ct);
    }
}
