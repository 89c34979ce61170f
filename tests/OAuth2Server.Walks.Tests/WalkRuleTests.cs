namespace OAuth2Server.Walks.Tests;

/// <summary>Each rule reports a walk that breaks it.</summary>
public sealed class WalkRuleTests
{
    private const string Token = "Endpoints/TokenEndpoint.HandleAsync";
    private const string Code = "Grants/CodeGrant.HandleAsync";
    private static readonly SourceMethod Endpoint = Method("OAuth2Server/Endpoints/TokenEndpoint.cs", "HandleAsync");
    private static readonly SourceMethod Grant = Method("OAuth2Server/Grants/CodeGrant.cs", "HandleAsync");
    private static readonly SourceMethod Leaf = Method("OAuth2Server/Protocol/Grammar.cs", "IsToken");

    [Fact]
    public void A_walk_through_more_files_or_methods_than_its_limit_is_reported()
    {
        var walk = WalkOf(new(Endpoint, null, ""), new(Grant, Endpoint, "TokenEndpoint.cs:7"), new(Grant, Endpoint, "TokenEndpoint.cs:7"));
        Assert.Empty(WalkRules.TooManyFiles(walk, 2));
        Assert.Empty(WalkRules.TooManyMethods(walk, 2));
        Assert.Equal("POST /token runs through 2 files, more than 1", Assert.Single(WalkRules.TooManyFiles(walk, 1)));
        Assert.Equal("POST /token runs through 2 methods, more than 1", Assert.Single(WalkRules.TooManyMethods(walk, 1)));
    }

    [Theory]
    [InlineData(false, $"POST /token: {Code} enters {Token}, which is above it (CodeGrant.cs:7)")]
    [InlineData(true, $"POST /token: {Code} enters a lambda of {Token}, which is above it (CodeGrant.cs:7)")]
    public void A_call_up_is_reported(bool isLambda, string expected) =>
        Assert.Equal(expected, Assert.Single(WalkRules.CallsUp(WalkOf(new Step(Endpoint, Grant, "CodeGrant.cs:7", IsLambda: isLambda)))));

    [Fact]
    public void A_call_down_or_by_the_framework_is_fine() =>
        Assert.Empty(WalkRules.CallsUp(WalkOf(new(Endpoint, null, ""), new(Grant, Endpoint, ""))));

    [Fact]
    public void A_method_that_is_entered_from_two_call_sites_is_reported()
    {
        var walk = WalkOf(new(Grant, Endpoint, "TokenEndpoint.cs:7"), new(Grant, Endpoint, "TokenEndpoint.cs:8"));
        Assert.Equal(
            $"POST /token: {Code} is entered from {Token} (TokenEndpoint.cs:7), {Token} (TokenEndpoint.cs:8)",
            Assert.Single(WalkRules.EntersAgain(walk)));
    }

    [Fact]
    public void A_loop_a_method_that_calls_itself_and_a_function_of_Protocol_are_fine() => Assert.Empty(WalkRules.EntersAgain(WalkOf(
        new(Grant, Endpoint, "TokenEndpoint.cs:7"), new(Grant, Endpoint, "TokenEndpoint.cs:7"), new(Grant, Grant, "CodeGrant.cs:5"),
        new(Leaf, Endpoint, "TokenEndpoint.cs:9"), new(Leaf, Grant, "CodeGrant.cs:9"))));

    [Fact]
    public void A_list_has_one_line_per_step_under_its_caller_and_no_step_twice()
    {
        var first = WalkOf(new(Endpoint, null, ""), new(Grant, Endpoint, "", Depth: 1), new(Endpoint, null, ""));
        var second = WalkOf(new(Grant, Endpoint, ""), new(Leaf, Grant, "", Depth: 2));
        const string list = """
            POST /token: 2 files, 2 methods
              Endpoints/TokenEndpoint.HandleAsync
                Grants/CodeGrant.HandleAsync
            POST /token: 2 files, 2 methods
                  Protocol/Grammar.IsToken

            """;
        Assert.Equal(list, WalkText.Of([first, second]));
    }

    [Theory]
    [InlineData("OAuth2Server/AuthorizationServer.Device.cs", "AuthorizationServer", "AuthorizationServer.Device.Run")]
    [InlineData("OAuth2Server.AspNetCore/Http/Scoped.cs", "Scoped.Handler", "OAuth2Server.AspNetCore/Http/Scoped.Handler.Run")]
    [InlineData("OAuth2Server/Tokens/Issued.cs", "Other", "Tokens/Issued.Other.Run")]
    public void A_step_is_named_by_its_file_its_type_where_it_has_another_name_and_its_method(string file, string type, string expected) =>
        Assert.Equal(expected, new SourceMethod($"src/{file}", type, "Run", 1).ToString());

    private static SourceMethod Method(string file, string name) => new($"src/{file}", Path.GetFileNameWithoutExtension(file), name, 1);

    private static Walk WalkOf(params Step[] entries) => new("token", "POST /token", entries, new Dictionary<string, int>());
}
