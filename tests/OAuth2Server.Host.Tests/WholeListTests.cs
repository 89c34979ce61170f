using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>
/// A list comes from one source as a whole. ASP.NET Core merges lists by index: a client would get the redirect URIs, scopes
/// and secret of the client that has the same index in another file.
/// </summary>
public sealed class WholeListTests : IDisposable
{
    private const string Secret = "0123456789-0123456789-0123456789-0123";

    private const string Shop = """
        { "ClientId": "shop", "Type": "Public", "GrantTypes": ["authorization_code"],
          "RedirectUris": ["https://shop.example.com/cb"], "Scopes": ["read"] }
        """;

    private readonly LayeredConfiguration _layers = new();

    [Fact]
    public void A_client_of_a_stronger_file_gets_nothing_of_the_client_with_its_index_in_a_weaker_file()
    {
        var weaker = AddFile($$"""
            { "OAuth2Server": {
                "Store": { "Provider": "Memory" },
                "Scopes": [ { "Name": "read" }, { "Name": "admin" } ],
                "Clients": [ { "ClientId": "dev", "Type": "Confidential", "ClientSecret": "{{Secret}}",
                    "GrantTypes": ["authorization_code", "password"],
                    "RedirectUris": ["https://dev.example.com/a", "https://dev.example.com/b"], "Scopes": ["read", "admin"] } ],
                "Users": [ { "Username": "developer", "Password": "dev" } ] } }
            """);
        var stronger = AddFile($$"""
            { "OAuth2Server": {
                "Scopes": [ { "Name": "read", "DisplayName": "Read" } ],
                "Clients": [ {{Shop}} ],
                "Users": [] } }
            """);

        var notes = Take();
        var settings = SettingsReader.Read(_layers.Configuration);

        Assert.Equal(StoreProvider.Memory, settings.Store.Provider);
        Assert.Equal(["read"], settings.Scopes.Keys.Except(settings.UnpublishedScopes));
        Assert.Empty(settings.Users);
        var (client, secret) = Assert.Single(settings.Clients);
        Assert.Null(secret);
        Assert.Equal(["https://shop.example.com/cb"], client.RedirectUris);
        Assert.Equal(["authorization_code"], client.GrantTypes);
        Assert.Equal("read", client.Scope.ToString());
        Assert.Equal(["Clients", "Scopes", "Users"], notes.Select(note => note.Split(' ')[0].Split(':')[1]).Order());
        Assert.All(notes, note => Assert.Equal(WholeListStartTests.Note(note.Split(' ')[0], stronger, weaker), note));
        Assert.All(notes, note => Assert.DoesNotContain(Secret, note, StringComparison.Ordinal));
    }

    [Fact]
    public void A_confidential_client_without_a_secret_does_not_take_the_secret_of_another_file()
    {
        AddFile(WholeListStartTests.Clients($$"""{ "ClientId": "dev", "Type": "Confidential", "ClientSecret": "{{Secret}}" }"""));
        AddFile(WholeListStartTests.Clients("""{ "ClientId": "shop", "Type": "Confidential" }"""));

        Take();

        var refused = Assert.Throws<StartException>(() => SettingsReader.Read(_layers.Configuration));
        Assert.StartsWith("OAuth2Server:Clients:0:ClientSecret is missing", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    /// <summary>Every key of the settings that is a list, and one of Kestrel's.</summary>
    public static TheoryData<string, string, string> Lists() => new()
    {
        { "OAuth2Server:KnownProxies", """["192.0.2.1", "192.0.2.2"]""", """["192.0.2.9"]""" },
        { "OAuth2Server:DefaultScopes", """["a", "b"]""", """["c"]""" },
        { "OAuth2Server:Scopes", """[{ "Name": "a", "DisplayName": "A" }, { "Name": "b" }]""", """[{ "Name": "c" }]""" },
        {
            "OAuth2Server:Resources",
            """[{ "Resource": "https://a.example.com", "Scopes": ["a", "b"], "ClientId": "x" }]""",
            """[{ "Resource": "https://b.example.com", "Scopes": ["c"] }]"""
        },
        {
            "OAuth2Server:Clients",
            """[{ "ClientId": "a", "RedirectUris": ["x", "y"], "Scopes": ["a", "b"], "GrantTypes": ["password", "z"] }]""",
            """[{ "ClientId": "b", "GrantTypes": ["q"], "Scopes": [] }]"""
        },
        { "OAuth2Server:Users", """[{ "Username": "a", "Password": "p" }, { "Username": "b" }]""", """[{ "Username": "c" }]""" },
        { "Kestrel:Endpoints:Https:SslProtocols", """["Tls13", "Tls12"]""", """["Tls13"]""" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Of_two_files_the_stronger_one_has_the_whole_list(string key, string weaker, string stronger)
    {
        AddFile(At(key, weaker));
        AddFile(At(key, stronger));
        Take();
        var merged = _layers.ValuesOf(key);

        Assert.Equal(LayeredConfiguration.ValuesOf(At(key, stronger), key), merged);
        Assert.NotEmpty(merged);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void An_empty_list_of_a_stronger_file_empties_the_list(string key, string weaker, string stronger)
    {
        AddFile(At(key, weaker));
        AddFile(At(key, stronger));
        AddFile(At(key, "[]"));

        Assert.Equal(2, Take().Count);
        Assert.Empty(_layers.ValuesOf(key));
        Assert.Empty(_layers.Configuration.GetSection(key).GetChildren());
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_variable_that_sets_a_part_of_a_list_of_a_file_stops_the_start_and_is_named(string key, string list, string stronger)
    {
        var ignored = AddFile(At(key, stronger));
        var file = AddFile(At(key, list));
        var first = _layers.ValuesOf(key)[0].Split('=')[0];
        var variable = _layers.Variable(first);
        AddVariables((variable, Secret));

        var problem = Assert.Single(Assert.Throws<StartException>(Take).Problems);

        Assert.Equal(WholeListStartTests.Refusal(key, file, variable), problem);
        Assert.DoesNotContain(ignored, problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Variables_that_set_every_value_of_the_list_of_a_file_replace_it(string key, string list, string _)
    {
        AddFile(At(key, list));
        var expected = _layers.ValuesOf(key).Select(value => value.Split('=')[0] + "=new").Append($"{key}:7=more").ToArray();
        AddVariables([.. expected.Select(value => value.Split('=')).Select(pair => (_layers.Variable(pair[0]), pair[1]))]);

        Assert.Single(Take());
        Assert.Equal(expected, _layers.ValuesOf(key));
    }

    [Theory]
    [InlineData("OAuth2Server__Scopes__1__Name")]
    [InlineData("OAuth2Server__Scopes__00__Name")]
    [InlineData("oauth2server__SCOPES__0__name")]
    [InlineData("OAuth2Server:Scopes:0:Name")]
    [InlineData("OAuth2Server__Scopes__0__Other")]
    [InlineData("OAuth2Server__Scopes__one")]
    [InlineData("OAuth2Server__Scopes")]
    public void A_variable_is_named_as_it_is_spelled(string name)
    {
        AddFile("""{ "OAuth2Server": { "Scopes": [ { "Name": "a" }, { "Name": "b" } ] } }""");
        AddVariables((_layers.Prefix + name, "x"));

        var problem = Assert.Single(Assert.Throws<StartException>(Take).Problems);

        Assert.Contains($"the environment variable {_layers.Prefix + name} does", problem, StringComparison.Ordinal);
        Assert.StartsWith("OAuth2Server:Scopes is a list", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_differ_by_case_are_one_list()
    {
        AddFile("""{ "OAuth2Server": { "DefaultScopes": [ "a", "b" ] } }""");
        AddFile("""{ "oauth2server": { "DEFAULTSCOPES": [ "c" ] } }""");
        Assert.Single(Take());
        Assert.Equal("c", Assert.Single(_layers.Configuration.GetSection("OAuth2Server:DefaultScopes").GetChildren()).Value);
    }

    [Fact]
    public void Keys_with_colons_in_a_file_are_the_same_list()
    {
        AddFile("""{ "OAuth2Server": { "DefaultScopes": [ "a", "b" ] } }""");
        AddFile("""{ "OAuth2Server:DefaultScopes:0": "c" }""");
        Assert.Single(Take());
        Assert.Equal("c", Assert.Single(_layers.Configuration.GetSection("OAuth2Server:DefaultScopes").GetChildren()).Value);
    }

    [Fact]
    public void An_argument_that_sets_a_part_of_a_list_stops_the_start()
    {
        var variable = _layers.Variable("OAuth2Server:DefaultScopes:0");
        AddVariables((variable, "a"), (_layers.Variable("OAuth2Server:DefaultScopes:1"), "b"));
        _layers.AddArguments("--OAuth2Server:DefaultScopes:1=c");

        var problem = Assert.Single(Assert.Throws<StartException>(Take).Problems);

        Assert.StartsWith($"OAuth2Server:DefaultScopes is a list in the environment variable {variable}, and "
            + "the argument --OAuth2Server:DefaultScopes:1 does", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_set_the_whole_list_replace_variables_and_files()
    {
        AddFile("""{ "OAuth2Server": { "DefaultScopes": [ "a", "b" ] } }""");
        AddVariables((_layers.Prefix + "OAuth2Server__DefaultScopes__0", "c"));
        _layers.AddArguments("--OAuth2Server:DefaultScopes:0=d", "--OAuth2Server:DefaultScopes:1=e");

        Assert.Equal(2, Take().Count);
        Assert.Equal(["d", "e"], _layers.Configuration.GetSection("OAuth2Server:DefaultScopes").GetChildren().Select(item => item.Value));
    }

    [Fact]
    public void A_list_of_a_file_replaces_what_a_weaker_variable_sets()
    {
        AddVariables((_layers.Prefix + "OAuth2Server__DefaultScopes__1", "c"));
        var file = AddFile("""{ "OAuth2Server": { "DefaultScopes": [ "a" ] } }""");

        var ignored = $"the environment variable {_layers.Prefix}OAuth2Server__DefaultScopes__1";
        Assert.Equal(WholeListStartTests.Note("OAuth2Server:DefaultScopes", file, ignored), Assert.Single(Take()));
        Assert.Equal("a", Assert.Single(_layers.Configuration.GetSection("OAuth2Server:DefaultScopes").GetChildren()).Value);
    }

    [Fact]
    public void Lists_and_objects_of_one_source_each_are_left_as_they_are()
    {
        AddFile("""{ "OAuth2Server": { "Store": { "Provider": "Sqlite", "ConnectionString": "x" }, "DefaultScopes": [ "a" ] } }""");
        AddFile("""{ "OAuth2Server": { "Store": { "ConnectionString": "y" }, "KnownProxies": [ "b" ] } }""");
        AddVariables((_layers.Prefix + "OAuth2Server__Users__0__Username", "u"));

        Assert.Empty(Take());
        Assert.Equal(["DefaultScopes:0=a", "KnownProxies:0=b", "Store:ConnectionString=y", "Store:Provider=Sqlite", "Users:0:Username=u"],
            _layers.ValuesOf("OAuth2Server").Select(value => value["OAuth2Server:".Length..]));
    }

    public void Dispose() => _layers.Dispose();

    private string AddFile(string json) => _layers.AddFile(json);

    private void AddVariables(params (string Name, string Value)[] variables) => _layers.AddVariables(variables);

    private IReadOnlyList<string> Take() => _layers.TakeLists();

    private static string At(string key, string json) =>
        key.Split(':').Reverse().Aggregate(json, (inner, name) => $$"""{ "{{name}}": {{inner}} }""");
}
