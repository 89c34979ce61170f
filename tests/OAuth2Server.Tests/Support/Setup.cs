using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server.Tests.Support;

/// <summary>Everything that a server under test is made of, whatever transport it is reached by.</summary>
public sealed class Setup
{
    public Setup()
    {
        Store = new(Clock);
        Store.AddClient(Known.App);
        Store.AddClient(Known.Web, Known.WebSecret);
        Store.AddClient(Known.Tv);
        Store.AddClient(Known.Api, Known.ApiSecret);
        Model = Store;
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>Where everything is kept in the end.</summary>
    public TestModel Store { get; }

    /// <summary>What the server is given: the store itself, or a model that stands before it.</summary>
    public IOAuthModel Model { get; set; }

    public OAuth2ServerOptions Options { get; } = new()
    {
        Issuer = Known.Issuer,
        Resources = [new() { Resource = Known.Photos, Scopes = ["a", "b"] }, new() { Resource = Known.Mail }],
    };

    public Policies Policies { get; set; } = new();

    /// <summary>The resource server's own identifier; null when it has none.</summary>
    public string? Resource { get; set; }

    public ILoggerFactory Logging { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Who is told what happens.</summary>
    public List<IOAuthEvents> Events { get; } = [];

    /// <summary>Grant types that the server does not serve, though the model could.</summary>
    public HashSet<string> NotServed { get; } = [];

    public IEnumerable<IGrant> Grants()
    {
        List<IGrant> all = [new TicketGrant()];
        if (Model is IAuthorizationCodeModel codes) all.Add(new AuthorizationCodeGrant(codes));
        if (Model is IRefreshTokenModel refreshes) all.Add(new RefreshTokenGrant(refreshes));
        if (Model is IDeviceCodeModel devices) all.Add(new DeviceCodeGrant(devices));
        if (Model is IClientCredentialsModel services) all.Add(new ClientCredentialsGrant(services));
        if (Model is IPasswordModel passwords) all.Add(new PasswordGrant(passwords));
        return all.Where(g => !NotServed.Contains(g.GrantType));
    }
}
