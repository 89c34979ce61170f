namespace OAuth2Server.Tests.Rfc6749;

/// <summary>§4.3.2 requires protection against guessing: as for client secrets, but counted by account and network.</summary>
[RfcSection("RFC 6749", "4.3.2")]
public abstract class GuessingPasswords<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task Ten_wrong_passwords_are_free_then_the_time_to_wait_doubles()
    {
        var server = await ClosedAsync();
        (await server.PasswordAsync(Known.Password)).MustWait(1);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await server.PasswordAsync("wrong")).MustRefuse("invalid_grant");
        (await server.PasswordAsync(Known.Password)).MustWait(2);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        (await server.PasswordAsync(Known.Password)).MustIssue();
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_counted_like_one_that_somebody_has()
    {
        var server = await ClosedAsync("nobody");
        (await server.PasswordAsync("wrong", "nobody")).MustWait(1);
    }

    [Theory]
    [InlineData("ALICE")]
    [InlineData(" Alice")]
    public async Task Another_spelling_of_a_name_has_no_free_failures_of_its_own(string spelling)
    {
        var server = await ClosedAsync(spelling);
        (await server.PasswordAsync(Known.Password)).MustWait(1);
    }

    [Fact]
    public async Task A_letter_and_its_mark_in_two_characters_are_the_same_name_without_ICU_too()
    {
        var server = await ClosedAsync("Zoe\u0308");
        (await server.PasswordAsync(Known.Password, "Zo\u00EB")).MustWait(1);
    }

    [Fact]
    public async Task The_user_elsewhere_and_another_user_here_are_not_held_up()
    {
        var server = await ClosedAsync();
        (await server.PasswordAsync(Known.Password, from: Guesses.Owner)).MustIssue();
        (await server.PasswordAsync(Known.Password, "Zoë")).MustIssue();
        (await server.SecretAsync(Known.WebSecret)).MustIssue();
    }

    [Fact]
    public async Task A_success_forgets_the_failures()
    {
        var server = Start();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10; i++) (await server.PasswordAsync("wrong")).MustRefuse("invalid_grant");
            (await server.PasswordAsync(Known.Password)).MustIssue();
        }
    }

    [Fact]
    public async Task The_users_of_a_client_that_does_not_say_where_they_are_are_blocked_for_two_seconds_at_most()
    {
        var server = Start();
        for (var i = 0; i < 11; i++) (await server.WebPasswordAsync("wrong", "alice")).MustRefuse("invalid_grant");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(429, (await server.WebPasswordAsync(Known.Password, "alice")).Status);
            server.Clock.Advance(TimeSpan.FromSeconds(2));
            (await server.WebPasswordAsync("wrong", "alice")).MustRefuse("invalid_grant");
        }
        Assert.Equal(429, (await server.WebPasswordAsync(Known.Password, "alice")).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        (await server.WebPasswordAsync(Known.Password, "alice")).MustIssue();
        (await server.WebPasswordAsync(Known.Password, "Zoë")).MustIssue();
        (await server.PasswordAsync(Known.Password)).MustIssue();
    }

    [Fact]
    public async Task Many_names_at_one_client_do_not_slow_down_its_other_users()
    {
        var server = Start();
        for (var i = 0; i < 105; i++) (await server.WebPasswordAsync("wrong", $"user{i}")).MustRefuse("invalid_grant");
        (await server.WebPasswordAsync(Known.Password, "alice")).MustIssue();
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused() =>
        (await Start().WebPasswordAsync(Known.Password, "alice", ("end_user_address", "home"))).MustRefuse("invalid_request");

    private async Task<TestServer> ClosedAsync(string username = "alice")
    {
        var server = Start();
        for (var i = 0; i < 11; i++) (await server.PasswordAsync("wrong", username)).MustRefuse("invalid_grant");
        return server;
    }
}
