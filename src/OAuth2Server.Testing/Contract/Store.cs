using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>The store under test, with its clock and one registered client. Every call has a model of its own.</summary>
internal sealed class Store(ModelFixture fixture, FakeTimeProvider clock) : IAsyncDisposable
{
    public const string UserName = "alice";
    public const string Password = "Correct-Horse-Battery-1";

    private IOAuthModel? _sample;

    public FakeTimeProvider Clock => clock;

    public ModelFixture Fixture => fixture;

    /// <summary>Lets time pass: on the clock of the test, and in the store if it measures time itself.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        clock.Advance(time);
        if (fixture.LetTimePass is { } pass) await pass(time);
    }

    public Task AdvanceToAsync(DateTimeOffset time) => AdvanceAsync(time - clock.GetUtcNow());

    public Client Client { get; } = NewClient("client");

    public string Secret { get; } = Texts.Random();

    public Samples New { get; private set; } = null!;

    public static Client NewClient(string id, ClientType type = ClientType.Confidential) => new()
    {
        Id = id,
        Type = type,
        GrantTypes = ["authorization_code", "refresh_token", "client_credentials", "password"],
        RedirectUris = ["https://app.example.com/Callback?a=%7E&b=%20"],
        Scope = Scope.Of("photos.read", "photos.write", "PHOTOS.read"),
    };

    /// <summary>Skips the test when a capability is missing; otherwise adds what every record refers to.</summary>
    public async Task BeginAsync(Type[] capabilities)
    {
        await using (var caller = await CallerAsync()) _sample = caller.Model;
        foreach (var capability in capabilities)
        {
            Assert.SkipUnless(capability.IsInstanceOfType(_sample), $"{_sample.GetType().Name} does not implement {capability.Name}.");
        }

        await SeedAsync(() => fixture.AddClient(Client, Secret));
        var subject = fixture.SubjectsAreUsers ? (await AddUserAsync(UserName, Password)).Id : "alice";
        New = new(clock, Client.Id, subject);
    }

    public bool Can<T>() => _sample is T;

    public async Task<Caller> CallerAsync() => new(await fixture.OpenAsync(), clock);

    public async Task CallAsync(Func<Caller, ValueTask> call)
    {
        await using var caller = await CallerAsync();
        await call(caller);
    }

    public async Task<T> CallAsync<T>(Func<Caller, ValueTask<T>> call)
    {
        await using var caller = await CallerAsync();
        return await call(caller);
    }

    public Task AddClientAsync(Client client, string? secret = null) => SeedAsync(() => fixture.AddClient(client, secret));

    public async Task<User> AddUserAsync(string username, string password)
    {
        Assert.SkipUnless(fixture.AddUser is not null, "The fixture has no AddUser.");
        User? user = null;
        await SeedAsync(async () => user = await fixture.AddUser!(username, password));
        return user!;
    }

    /// <summary>A pair that this model can serve: without a refresh token where it has no look-up for one.</summary>
    public HeldTokens NewTokens(Authorization? authorization = null) => New.Tokens(authorization, withRefresh: Can<IRefreshTokenModel>());

    public Task SaveAsync(Held<AuthorizationCode> code) => CallAsync(c => c.SaveAsync(code.Record));

    public Task SaveAsync(HeldTokens tokens) => CallAsync(c => c.SaveAsync(tokens.Record));

    public async Task<Held<RefreshToken>> SaveRefreshAsync(Authorization? authorization = null)
    {
        var tokens = New.Tokens(authorization);
        await SaveAsync(tokens);
        return tokens.HeldRefresh;
    }

    public async Task<Held<AuthorizationCode>> SaveCodeAsync(Authorization? authorization = null)
    {
        var code = New.Code(authorization);
        await SaveAsync(code);
        return code;
    }

    public async Task<HeldDevice> SaveDeviceAsync(Authorization? authorization = null)
    {
        var device = New.Device(authorization);
        Assert.True(await SaveAsync(device), "SaveDeviceCodeAsync is true for a user code that no other device code has.");
        return device;
    }

    public Task<bool> SaveAsync(HeldDevice device) => CallAsync(c => c.SaveAsync(device.Record));

    public Task<DeviceCode?> FindAsync(HeldDevice device) => CallAsync(c => c.FindDeviceAsync(device.Secret));

    public Task<DeviceCode?> FindByUserCodeAsync(HeldDevice device) => CallAsync(c => c.FindByUserCodeAsync(device.UserCode));

    public Task<AuthorizationCode?> FindAsync(Held<AuthorizationCode> code) => CallAsync(c => c.FindCodeAsync(code.Secret));

    public Task<RefreshToken?> FindAsync(Held<RefreshToken> token) => CallAsync(c => c.FindRefreshAsync(token.Secret));

    public Task<AccessToken?> FindAccessAsync(string text) => CallAsync(c => c.FindAccessAsync(new(text)));

    public Task RevokeAsync(Authorization authorization) => CallAsync(c => c.RevokeAsync(authorization));

    public Task<bool> ExchangeAsync(Credential consumed, HeldTokens successor, Replay? replay = null) =>
        CallAsync(c => c.ExchangeAsync(consumed, successor.Record, replay));

    /// <summary>The tokens of a pair that the model finds, as far as it has a look-up: "access", "refresh", both or none.</summary>
    public async Task<string> FoundAsync(HeldTokens tokens)
    {
        var access = Can<IAccessTokenModel>() && await FindAccessAsync(tokens.AccessText) is not null ? "access" : "";
        var hasRefresh = tokens.RefreshText is not null && Can<IRefreshTokenModel>();
        var refresh = hasRefresh && await FindAsync(tokens.HeldRefresh) is not null ? "refresh" : "";
        return $"{access} {refresh}".Trim();
    }

    /// <summary>What <see cref="FoundAsync"/> gives for a pair that is complete.</summary>
    public string AllOf(HeldTokens tokens)
    {
        var refresh = tokens.RefreshText is not null && Can<IRefreshTokenModel>() ? "refresh" : "";
        return $"{(Can<IAccessTokenModel>() ? "access" : "")} {refresh}".Trim();
    }

    /// <summary>Lets the model remove what it may remove: by saving a new record, and by pruning where the model can.</summary>
    public async Task PruneAsync()
    {
        await SaveAsync(NewTokens());
        if (!Can<IPruningModel>()) return;
        for (var i = 0; i < 100; i++)
        {
            if (await CallAsync(c => c.As<IPruningModel>().PruneAsync(clock.GetUtcNow(), 100, default)) < 100) return;
        }
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    private static async Task SeedAsync(Func<ValueTask> seed)
    {
        try
        {
            await seed();
        }
        catch (NotSupportedException e)
        {
            Assert.Skip(e.Message);
        }
    }
}
