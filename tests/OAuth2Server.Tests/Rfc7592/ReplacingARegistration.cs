namespace OAuth2Server.Tests.Rfc7592;

/// <summary>A client replaces its registration, wholly.</summary>
[RfcSection("RFC 7592", "2.2")]
public abstract class ReplacingARegistration<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task What_the_request_does_not_have_is_removed()
    {
        var server = Start(Registering.Open);
        var before = await server.RegisterAsync(Registering.With(
            Registering.Public, ("client_uri", "\"https://client.example.net/\""), ("contacts", """["a"]"""), ("scope", "\"a\"")));
        var after = (await server.ManageAsync("PUT", before, before.Again(
            ("client_uri", null), ("contacts", "null"), ("client_name", "\"\""), ("scope", null),
            ("redirect_uris", """["https://client.example.net/new"]""")))).MustBe(200);
        Assert.Equal("no-store", after.Header("Cache-Control"));
        Assert.Equal(before["client_id"], after["client_id"]);
        Assert.Equal("https://client.example.net/new", after.List("redirect_uris"));
        Assert.Equal("a b", after["scope"]);
        foreach (var member in (string[])["client_uri", "client_name"]) Assert.Null(after[member]);
        Assert.Null(after.List("contacts"));
        Assert.Equal(after.Again(), (await server.ManageAsync("GET", after)).Again());
        (await server.IssueToAsync(after)).MustIssue();
    }

    [Fact]
    public async Task The_registration_access_token_is_a_new_one_and_the_old_one_is_refused()
    {
        var server = Start(Registering.Open);
        var before = await server.RegisterAsync(Registering.Public);
        var after = (await server.ManageAsync("PUT", before, before.Again())).MustBe(200);
        Assert.NotEqual(before["registration_access_token"], after["registration_access_token"]);
        (await server.ManageAsync("GET", before)).MustRefuse("invalid_token", 401);
        (await server.ManageAsync("PUT", before, before.Again())).MustRefuse("invalid_token", 401);
        (await server.ManageAsync("GET", after)).MustBe(200);
    }

    [Fact]
    public async Task The_secret_stays_and_is_not_shown_again()
    {
        var server = Start(Registering.Open);
        var before = await server.RegisterAsync(Registering.Least);
        var after = (await server.ManageAsync("PUT", before, before.Again(
            ("token_endpoint_auth_method", "\"client_secret_basic\"")))).MustBe(200);
        Assert.Null(after["client_secret"]);
        (await server.IssueToAsync(before)).MustIssue();
    }

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "\"app\"")]
    [InlineData("client_id", "7")]
    [InlineData("client_secret", "\"a-secret-of-my-own\"")]
    [InlineData("client_secret", "7")]
    [InlineData("registration_access_token", "\"x\"")]
    [InlineData("registration_client_uri", "\"https://auth.example.com/\"")]
    [InlineData("client_secret_expires_at", "0")]
    [InlineData("client_id_issued_at", "0")]
    public async Task What_only_the_server_sets_is_refused(string member, string? value)
    {
        var server = Start(Registering.Open);
        var before = await server.RegisterAsync(Registering.Least);
        (await server.ManageAsync("PUT", before, before.Again((member, value)))).MustRefuse("invalid_request");
        (await server.ManageAsync("GET", before)).MustBe(200);
    }

    [Fact]
    public async Task A_client_does_not_change_between_public_and_confidential()
    {
        var server = Start(Registering.Open);
        var (open, closed) = (await server.RegisterAsync(Registering.Public), await server.RegisterAsync(Registering.Least));
        (await server.ManageAsync("PUT", open, open.Again(("token_endpoint_auth_method", "\"client_secret_post\""))))
            .MustRefuse("invalid_client_metadata");
        (await server.ManageAsync("PUT", closed, closed.Again(("token_endpoint_auth_method", "\"none\""))))
            .MustRefuse("invalid_client_metadata");
    }

    [Fact]
    public async Task The_rules_of_a_registration_hold_for_its_replacement()
    {
        var server = Start(Registering.Open);
        var before = await server.RegisterAsync(Registering.Public);
        (await server.ManageAsync("PUT", before, before.Again(("redirect_uris", """["http://evil.example/"]"""))))
            .MustRefuse("invalid_redirect_uri");
        (await server.ManageAsync("PUT", before, "[]")).MustRefuse("invalid_request");
        (await server.ManageAsync("PUT", before)).MustRefuse("invalid_request");
        Assert.Equal(Registering.Uri, (await server.ManageAsync("GET", before)).List("redirect_uris"));
    }

    [Fact]
    public async Task The_policy_sees_the_present_client_and_may_refuse_the_change()
    {
        Client? registered = null;
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Policies = new()
            {
                ClientRegistrationPolicy = new Registering.Policy
                {
                    Review = request =>
                    {
                        registered = request.Registered;
                        return registered is null || request.Client.RedirectUris.SequenceEqual(registered.RedirectUris)
                            ? request.Client
                            : new OAuthError("access_denied", "The redirect URIs cannot change.", 403);
                    },
                },
            };
        });
        var before = await server.RegisterAsync(Registering.Public);
        Assert.Null(registered);
        (await server.ManageAsync("PUT", before, before.Again(("redirect_uris", """["https://other.example/"]"""))))
            .MustRefuse("access_denied", 403);
        Assert.Equal(before["client_id"], registered!.Id);
        (await server.ManageAsync("PUT", before, before.Again(("client_name", "\"New\"")))).MustBe(200);
    }

    [Fact]
    public async Task Of_two_replacements_with_one_token_one_counts()
    {
        var server = Start(Registering.Open);
        var before = await server.RegisterAsync(Registering.Public);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => server.ManageAsync("PUT", before, before.Again(("client_name", $"\"Photos {i}\""))))));
        var counted = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(counted["client_name"], (await server.ManageAsync("GET", counted))["client_name"]);
        Assert.All(answers.Where(answer => answer != counted), answer => answer.MustRefuse("invalid_token", 401));
    }
}
