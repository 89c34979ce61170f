using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>The reader, the table in docs/host.md, the JSON schema and the example have the same settings.</summary>
public sealed partial class SettingsCatalogueTests
{
    private const string Page = "docs/host.md";
    private const string Schema = "docs/examples/appsettings.schema.json";
    private const string Example = "docs/examples/appsettings.json";
    private const string Start = "<!-- settings -->\n";
    private const string End = "<!-- end settings -->\n";

    private static readonly JsonDocumentOptions AsConfiguration =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static TheoryData<string> Keys => [.. Paths("", SettingsCatalogue.Server)];

    public static TheoryData<string> Objects => ["", "Store:", "Telemetry:", "Scopes:0:", "Resources:0:", "Clients:0:", "Users:0:"];

    private static bool IsWriting => Environment.GetEnvironmentVariable("SETTINGS") == "write";

    [Fact]
    public void The_table_on_the_page_is_that_of_the_code()
    {
        var page = Repository.Read(Page);
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (IsWriting) Repository.Write(Page, page = page[..start] + SettingsTable.Text() + page[end..]);
        Assert.True(page.Contains(Start + SettingsTable.Text() + End, StringComparison.Ordinal), $"{Page} is stale: run eng/settings.sh");
    }

    [Fact]
    public void The_schema_is_that_of_the_code()
    {
        if (IsWriting) Repository.Write(Schema, SettingsSchema.Text());
        Assert.True(SettingsSchema.Text() == Repository.Read(Schema), $"{Schema} is stale: run eng/settings.sh");
    }

    /// <summary>A value of the wrong shape at the key must be a problem: then the reader looks at it.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_setting_of_the_catalogue_is_read(string key)
    {
        var refused = Assert.Throws<StartException>(() => ReadWith($"{key}:x", "y"));

        Assert.Contains(refused.Problems, problem => problem == $"OAuth2Server:{key} must be a single value."
            || problem == $"OAuth2Server:{key} must be a list."
            || problem.StartsWith($"OAuth2Server:{key} is no key set: ", StringComparison.Ordinal));
    }

    /// <summary>A default that is a value, and not a sentence, has the same effect when it is written down.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void The_default_of_the_table_is_that_of_the_reader(string key)
    {
        var definition = Find(key.Split(':').Where(step => step != "0"));
        if (LiteralDefault().Match(definition.Default) is not { Success: true } match)
        {
            // Nothing, or a sentence.
            Assert.True(definition.Default is "required" or "none" || definition.Default.Contains(' ', StringComparison.Ordinal));
            return;
        }
        Assert.Equal(Serialized(ReadWith("Demo", "false")), Serialized(ReadWith(key, match.Groups["value"].Value)));
    }

    [Theory]
    [InlineData("Store:Provider", "Memory")]
    [InlineData("AccessTokenLifetime", "59m")]
    [InlineData("Clients:0:RequirePkce", "false")]
    [InlineData("Clients:0:RefreshTokenLifetime", "14d")]
    [InlineData("CorsAllowedHeaders:0", "DPoP")]
    public void Another_value_than_the_default_has_another_effect(string key, string value) =>
        Assert.NotEqual(Serialized(ReadWith("Demo", "false")), Serialized(ReadWith(key, value)));

    [Theory]
    [MemberData(nameof(Objects))]
    public void Every_other_key_is_refused_by_the_reader_and_by_the_schema(string path)
    {
        var refused = Assert.Throws<StartException>(() => ReadWith($"{path}Unknown", "x"));
        var problem = Assert.Single(refused.Problems);
        Assert.StartsWith($"OAuth2Server:{path}Unknown is not a setting. Known here: ", problem, StringComparison.Ordinal);

        var configuration = TestConfiguration.Create();
        configuration.Server()["Telemetry"] = new JsonObject();
        JsonNode place = configuration.Server();
        foreach (var step in path.Split(':', StringSplitOptions.RemoveEmptyEntries)) place = step == "0" ? place[0]! : place[step]!;
        Assert.True(IsValid(configuration));
        place["Unknown"] = "x";
        Assert.False(IsValid(configuration));
    }

    [Fact]
    public void The_schema_refuses_a_wrong_type_a_wrong_word_and_a_missing_key()
    {
        MustRefuse(c => c["Demo"] = "true");
        MustRefuse(c => c["Store"]!["Provider"] = "Oracle");
        MustRefuse(c => c["AccessTokenLifetime"] = "3600");
        MustRefuse(c => c["AccessTokenLifetime"] = 3600);
        MustRefuse(c => c["Clients"]![0]!.AsObject().Remove("ClientId"));
        MustRefuse(c => c["Users"]![0]!.AsObject().Remove("Username"));
        MustRefuse(c => c["Clients"]![0]!["AuthenticationMethods"] = "private_key_jwt");
        MustRefuse(c => c["Clients"]![0]!["AuthenticationMethods"] = new JsonArray("client_secret_jwt"));
        MustRefuse(c => c["Clients"]![0]!["Jwks"] = new JsonArray());

        static void MustRefuse(Action<JsonNode> change)
        {
            var configuration = TestConfiguration.Create();
            change(configuration.Server());
            Assert.False(IsValid(configuration));
        }
    }

    [Fact]
    public void The_example_is_valid_in_an_editor_and_has_every_setting_once_or_more()
    {
        var text = Repository.Read(Example);

        Assert.True(IsValid(JsonNode.Parse(text, documentOptions: AsConfiguration)!));
        Assert.StartsWith("{\n  \"$schema\": \"./appsettings.schema.json\",\n", text, StringComparison.Ordinal);
        foreach (var key in Keys.Select(row => row.Data.Split(':')[^1]).Distinct(StringComparer.Ordinal))
            Assert.True(text.Contains($"\"{key}\": ", StringComparison.Ordinal), $"{Example} does not show {key}.");
    }

    /// <summary>A line that is commented out must be right too: an operator removes the slashes.</summary>
    [Fact]
    public void The_lines_that_are_commented_out_in_the_example_are_valid()
    {
        var text = WithSecrets(Repository.Read(Example).Replace("//\"", "\"", StringComparison.Ordinal));

        Assert.True(IsValid(JsonNode.Parse(text, documentOptions: AsConfiguration)!));
        using var key = new KeyFile(KeyFile.NewKey());
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("\"kek\"", $"\"{key.Path}\"", StringComparison.Ordinal)));
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
        Assert.Equal(2, settings.Clients[0].Client.AuthenticationMethods.Length);
        Assert.NotNull(settings.Clients[0].PreviousSecret);
        Assert.NotNull(settings.Keys.Encryption);
    }

    [Fact]
    public async Task The_example_does_not_start_before_its_placeholders_are_replaced_and_starts_after_that()
    {
        var folder = HostProcess.NewFolder();
        var file = Path.Combine(folder, "appsettings.json");
        var text = Repository.Read(Example);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        var (code, _, error) = await HostProcess.RunAsync(folder, []);
        Assert.Equal(1, code);
        string[] lines = [.. error.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.All(lines, line => Assert.Contains(Placeholder.Problem, line, StringComparison.Ordinal));
        string[] keys = [
            "OAuth2Server:Clients:0:ClientSecret", "OAuth2Server:Clients:2:ClientSecret", "OAuth2Server:Clients:3:ClientSecret",
            "OAuth2Server:Users:0:Password",
        ];
        Assert.Equal(keys, lines.Select(line => line.Split(' ')[0]));

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(file, WithSecrets(text), TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var (host, address) = await HostProcess.StartAsync(folder);
        await using var _ = host;

        Assert.DoesNotContain("warn: OAuth2Server", host.Output, StringComparison.Ordinal);
        var client = new OAuthClient(address, "web", redirectUri: "https://web.example.com/callback");
        var login = await new Browser(address).GetAsync(client.AuthorizeUrl("photos.read"));
        Assert.StartsWith("/login", new Uri(new Uri(address), login.Location!).PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bounds_of_a_time_are_those_of_the_library()
    {
        foreach (var setting in SettingsCatalogue.Server.OfType<TimeDefinition>())
        {
            var option = typeof(OAuth2ServerOptions).GetProperty(setting.Key)!;
            Assert.Empty(Problems(setting.Least));
            Assert.Empty(Problems(setting.Most));
            Assert.NotEmpty(Problems(setting.Least - TimeSpan.FromTicks(1)));
            Assert.NotEmpty(Problems(setting.Most + TimeSpan.FromTicks(1)));

            IEnumerable<string> Problems(TimeSpan time)
            {
                var options = new OAuth2ServerOptions { Issuer = "https://auth.example.com" };
                option.SetValue(options, time);
                return options.Validate();
            }
        }
    }

    private static string WithSecrets(string example)
    {
        var count = 0;
        return Placeholders().Replace(example, _ => $"\"{TestConfiguration.WebSecret}-{++count}\"");
    }

    private static bool IsValid(JsonNode configuration) =>
        JsonSchema.FromText(SettingsSchema.Text()).Evaluate(configuration).IsValid;

    private static string Serialized(HostSettings settings) => JsonSerializer.Serialize(settings);

    private static SettingDefinition Find(IEnumerable<string> path) =>
        path.Aggregate((SettingDefinition)new GroupDefinition("", SettingsCatalogue.Server), (group, key) =>
            group.Members.Single(member => member.Key == key));

    // Every list has an item, so that a key in it has a place. Only the settings that have no default are there.
    private static HostSettings ReadWith(string key, string value)
    {
        var settings = TestConfiguration.Create();
        foreach (var hasDefault in (string[])["Store", "Demo"]) settings.Server().Remove(hasDefault);
        foreach (var grant in (string[])[TokenExchangeGrant.Name, JwtBearerGrant.Name])
            settings.Client(2)["GrantTypes"]!.AsArray().Add(grant);
        settings.Client(2)["Scopes"]!.AsArray().Add("openid");
        settings.Server()["TokenExchange"] = JsonNode.Parse(
            """
            {
              "Policies": [{ "ClientId": "legacy", "Audience": "https://api.example.com", "Scopes": ["read"] }],
              "IdentityAssertions": [{ "ClientId": "legacy", "Audience": "https://other.example.com", "Scopes": ["read"] }]
            }
            """);
        settings.Server()["TrustedIssuers"] = JsonNode.Parse(
            """
            [{ "Issuer": "https://idp.example.com", "JwksUri": "https://idp.example.com/jwks", "Clients": ["legacy"], "Scopes": ["read"],
               "Users": [{ "Subject": "1", "Username": "alice" }] }]
            """);
        settings.Server()["AuthorizationDetailsTypes"] = JsonNode.Parse(
            """[{ "Type": "payment", "Consent": "Pay {amount}", "Members": [{ "Name": "amount" }] }]""");
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(settings.ToJsonString()));
        var configuration = new ConfigurationBuilder().AddJsonStream(json).AddInMemoryCollection([new($"OAuth2Server:{key}", value)]);
        return SettingsReader.Read(configuration.Build());
    }

    private static IEnumerable<string> Paths(string path, IEnumerable<SettingDefinition> settings) =>
        settings.SelectMany(setting => setting.Members.Count == 0
            ? [path + setting.Key]
            : Paths($"{path}{setting.Key}:{(setting is ListDefinition ? "0:" : "")}", setting.Members));

    [GeneratedRegex("^(?:`(?<value>[^`]+)`|(?<value>true|false))$")]
    private static partial Regex LiteralDefault();

    [GeneratedRegex("\"<[^\"]*>\"")]
    private static partial Regex Placeholders();
}
