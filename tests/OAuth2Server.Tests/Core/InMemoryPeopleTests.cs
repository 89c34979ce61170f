namespace OAuth2Server.Tests.Core;

/// <summary>The in-memory model's clients and users.</summary>
public sealed class InMemoryPeopleTests
{
    private static readonly OAuthContext _now = Records.Context();
    private readonly InMemoryModel _model = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_found_by_its_exact_id_until_it_is_removed()
    {
        _model.AddClient(Known.App);
        Assert.Same(Known.App, await _model.GetClientAsync("app", _now, Ct));
        Assert.Null(await _model.GetClientAsync("APP", _now, Ct));
        _model.RemoveClient("app");
        Assert.Null(await _model.GetClientAsync("app", _now, Ct));
        Assert.Throws<ArgumentNullException>(() => _model.AddClient(null!));
    }

    [Fact]
    public async Task A_secret_is_verified_and_a_public_client_has_none()
    {
        _model.AddClient(Known.Web, "old");
        _model.AddClient(Known.Web, "new");
        _model.AddClient(Known.App);
        Assert.True(await _model.VerifyClientSecretAsync(Known.Web, new("new"), _now, Ct));
        Assert.False(await _model.VerifyClientSecretAsync(Known.Web, new("old"), _now, Ct));
        Assert.False(await _model.VerifyClientSecretAsync(Known.App, new(""), _now, Ct));
        _model.RemoveClient("web");
        Assert.False(await _model.VerifyClientSecretAsync(Known.Web, new("new"), _now, Ct));
    }

    [Fact]
    public async Task A_password_proves_a_user()
    {
        _model.AddUser("alice", "pw-1", new("subject-1"));
        Assert.Equal("subject-1", (await GetAsync("alice", "pw-1"))?.Id);
        Assert.Null(await GetAsync("alice", "pw-2"));
        Assert.Null(await GetAsync("Alice", "pw-1"));
        Assert.Null(await GetAsync("nobody", "pw-1"));
        _model.AddUser("alice", "pw-2", new("subject-1"));
        Assert.Null(await GetAsync("alice", "pw-1"));
        Assert.Equal("subject-1", (await GetAsync("alice", "pw-2"))?.Id);
    }

    [Fact]
    public async Task A_removed_user_can_neither_sign_in_nor_be_refreshed_for_until_added_again()
    {
        _model.AddUser("alice", "pw");
        Assert.Equal("alice", (await _model.GetUserByIdAsync("alice", Known.App, _now, Ct))?.Id);
        _model.RemoveUser("alice");
        _model.RemoveUser("nobody");
        Assert.Null(await GetAsync("alice", "pw"));
        Assert.Null(await _model.GetUserByIdAsync("alice", Known.App, _now, Ct));
        _model.AddUser("alice", "pw");
        Assert.NotNull(await _model.GetUserByIdAsync("alice", Known.App, _now, Ct));
    }

    [Fact]
    public async Task A_user_who_signed_in_elsewhere_is_believed() =>
        Assert.Equal("from-elsewhere", (await _model.GetUserByIdAsync("from-elsewhere", Known.App, _now, Ct))?.Id);

    [Fact]
    public async Task Every_client_may_act_for_itself() => Assert.Same(User.None, await _model.GetUserFromClientAsync(Known.Web, _now, Ct));

    private ValueTask<User?> GetAsync(string name, string password) => _model.GetUserAsync(name, new(password), Known.Web, _now, Ct);
}
