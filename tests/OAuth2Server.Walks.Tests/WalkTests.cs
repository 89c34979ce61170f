namespace OAuth2Server.Walks.Tests;

/// <summary>The walks of CONTRIBUTING.md, recorded over HTTP.</summary>
public sealed class WalkTests
{
    /// <summary>The files of one token request.</summary>
    private const int MostFilesOfAToken = 29;

    /// <summary>The methods of one token request.</summary>
    private const int MostMethodsOfAToken = 60;

    /// <summary>The files of one request with a bearer token to an endpoint with a required scope.</summary>
    private const int MostFilesOfABearer = 14;

    [Theory]
    [InlineData("token")]
    [InlineData("authorization")]
    [InlineData("bearer")]
    public async Task The_page_lists_each_step_of_a_walk(string name)
    {
        var list = WalkText.Of(await NamedAsync(name));
        var isInThePage = list == WalkText.InThePage(name);
        Assert.True(isInThePage, $"CONTRIBUTING.md has another walk '{name}'. Run eng/walks.sh and copy its list:\n{list}");
    }

    [Fact]
    public async Task A_token_takes_few_files_and_methods()
    {
        var token = Assert.Single(await NamedAsync("token"));
        var files = WalkRules.TooManyFiles(token, MostFilesOfAToken);
        Violations.AssertNone(files.Concat(WalkRules.TooManyMethods(token, MostMethodsOfAToken)));
    }

    [Fact]
    public async Task A_bearer_token_takes_few_files_and_one_context()
    {
        var bearer = Assert.Single(await NamedAsync("bearer"));
        // The model is the application's: its files are not counted here.
        Violations.AssertNone(WalkRules.TooManyFiles(bearer, MostFilesOfABearer, "OAuth2Server/InMemory"));
        Assert.Equal(1, bearer.Made[nameof(OAuthContext)]);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("code")]
    [InlineData("authorization")]
    [InlineData("bearer")]
    public async Task No_folder_calls_up(string name) => Violations.AssertNone((await NamedAsync(name)).SelectMany(WalkRules.CallsUp));

    [Theory]
    [InlineData("token")]
    [InlineData("code")]
    [InlineData("authorization")]
    [InlineData("bearer")]
    public async Task No_method_is_entered_again(string name) =>
        Violations.AssertNone((await NamedAsync(name)).SelectMany(WalkRules.EntersAgain));

    [Fact]
    public async Task Every_exception_from_the_rules_is_needed()
    {
        var entries = (await Walk.All).SelectMany(walk => walk.Entries);
        var entered = entries.Select(entry => entry.Method.ToString()).ToHashSet(StringComparer.Ordinal);
        var excepted = WalkRules.MayBeCalledFromBelow.Keys.Concat(WalkRules.MayBeEnteredAgain.Keys);
        Violations.AssertNone(excepted.Except(entered).Select(method => $"{method} is in no walk: remove the exception"));
    }

    // A recording without callers, or without the code after an await, would have no violation.
    [Fact]
    public async Task A_walk_is_recorded_from_the_endpoint_to_the_model_and_back()
    {
        var token = Assert.Single(await NamedAsync("token"));
        Assert.StartsWith("OAuth2Server.AspNetCore/", token.Steps.First().Method.ToString(), StringComparison.Ordinal);
        Assert.Contains(token.Steps, step => step.Method.Name == "SaveTokenAsync" && step.Caller is { Folder: "OAuth2Server/Tokens" });
        Assert.StartsWith("OAuth2Server.AspNetCore/", token.Steps.Last().Method.ToString(), StringComparison.Ordinal);
        var called = token.Entries.Where(entry => entry.Caller is not null);
        Assert.All(called, entry => Assert.Contains(".cs:", entry.Site, StringComparison.Ordinal));
    }

    /// <summary>Writes the walks into the file that WALKS names: eng/walks.sh runs this test.</summary>
    [Fact]
    public async Task Every_walk_can_be_printed()
    {
        var all = await Walk.All;
        var blocks = string.Join('\n', all.GroupBy(walk => walk.Name).Select(walk => WalkText.Block(walk.Key, walk)));
        if (Environment.GetEnvironmentVariable("WALKS") is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, blocks + string.Concat(all.Select(WalkText.Details)));
        Assert.Contains("<!-- walk: token -->\n```text\nPOST /oauth2/token: ", blocks, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Walk>> NamedAsync(string name) => [.. (await Walk.All).Where(walk => walk.Name == name)];
}
