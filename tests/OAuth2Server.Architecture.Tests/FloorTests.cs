namespace OAuth2Server.Architecture.Tests;

public sealed class FloorTests
{
    [Fact]
    public void Every_folder_uses_only_what_is_below_it() => Violations.AssertNone(FloorRules.Violations(SourceHouse.Real));

    // If the sources did not compile here, no use would be found and no rule would report a violation.
    [Theory]
    [InlineData("OAuth2Server")]
    [InlineData("OAuth2Server.AspNetCore")]
    public void What_needs_no_package_compiles_here_but_for_what_source_generators_add(string project)
    {
        string[] generated = ["CS8795"];
        var errors = SourceHouse.Real.Errors(project).Where(error => !generated.Contains(error.Id));
        Violations.AssertNone(errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData(
        "Protocol/Bad.cs",
        "internal interface IBad { Client? Client { get; } }",
        "OAuth2Server/Protocol uses Client of OAuth2Server/Model, which is above it")]
    [InlineData(
        "Model/Bad.cs",
        "internal interface IBad { Decision Decision { get; } }",
        "OAuth2Server/Model uses Decision of OAuth2Server/Endpoints, which is above it")]
    [InlineData(
        "Model/Bad.cs",
        "internal interface IBad { Pkce.Challenge Challenge { get; } }",
        "OAuth2Server/Model uses Pkce of OAuth2Server/Tokens, which is above it",
        "OAuth2Server/Model uses Challenge of OAuth2Server/Tokens, which is above it")]
    [InlineData(
        "Tokens/Bad.cs",
        "internal static class Bad { internal static IRedirectUriPolicy Of() => new RegisteredRedirectUris(); }",
        "OAuth2Server/Tokens uses RegisteredRedirectUris of OAuth2Server/Clients, which is beside it")]
    [InlineData(
        "Clients/Bad.cs",
        "internal static class Bad { internal const string Name = nameof(Pkce); }",
        "OAuth2Server/Clients uses Pkce of OAuth2Server/Tokens, which is beside it")]
    [InlineData(
        "InMemory/Bad.cs",
        "internal static class Bad { internal const string Name = PasswordGrant.Name; }",
        "OAuth2Server/InMemory uses PasswordGrant of OAuth2Server/Grants, which is above it")]
    [InlineData(
        "Grants/Bad.cs",
        "internal static class Bad { internal static Decision No() => null!; }",
        "OAuth2Server/Grants uses Decision of OAuth2Server/Endpoints, which is above it")]
    [InlineData(
        "Grants/Bad.cs",
        "internal static class Bad { internal static Task<Decision[]>? No; }",
        "OAuth2Server/Grants uses Decision of OAuth2Server/Endpoints, which is above it")]
    [InlineData(
        "Endpoints/Bad.cs",
        "internal sealed class Bad(AuthorizationServer server) { public override string? ToString() => server.ToString(); }",
        "OAuth2Server/Endpoints uses AuthorizationServer of OAuth2Server, which is above it")]
    public void A_folder_of_the_core_that_looks_up_or_sideways_is_reported(string path, string declaration, params string[] expected) =>
        AssertReported($"src/OAuth2Server/{path}", declaration, [.. expected.Select(e => $"src/OAuth2Server/{path}:2: {e}")]);

    [Theory]
    [InlineData("OAuth2Server.EntityFrameworkCore", "OAuth2Server/Grants", "IGrant", "above")]
    [InlineData("OAuth2Server.EntityFrameworkCore", "OAuth2Server", "AuthorizationServer", "above")]
    [InlineData("OAuth2Server.EntityFrameworkCore", "OAuth2Server/Tokens", "Granted", "beside")]
    [InlineData("OAuth2Server.Testing", "OAuth2Server/Endpoints", "Decision", "above")]
    [InlineData("OAuth2Server.EntityFrameworkCore", "OAuth2Server/Endpoints", "AuthorizationStep", "above")]
    [InlineData("OAuth2Server.Testing", "OAuth2Server/Grants", "GrantRequest", "above")]
    public void A_package_that_looks_up_or_sideways_is_reported(string project, string folder, string used, string where) =>
        AssertReported(
            $"src/{project}/Stores/Bad.cs",
            $"internal interface IBad {{ {used}? Used {{ get; }} }}",
            $"src/{project}/Stores/Bad.cs:2: {project} uses {used} of {folder}, which is {where} it");

    [Theory]
    [InlineData("src/OAuth2Server/Utilities/Bad.cs")]
    [InlineData("src/OAuth2Server/Bad.cs")]
    [InlineData("src/OAuth2Server.Redis/Bad.cs")]
    public void A_file_on_no_floor_is_reported_with_what_to_do(string path) =>
        AssertReported(path, "internal static class Bad;", $"{path} stands on no floor: give its folder a place in the table of Floors.cs");

    [Fact]
    public void The_core_that_uses_ASP_NET_Core_is_reported() =>
        AssertReported(
            "src/OAuth2Server/Endpoints/Bad.cs",
            "internal interface IBad { Microsoft.AspNetCore.Http.HttpContext Http { get; } }",
            "src/OAuth2Server/Endpoints/Bad.cs:2: the core uses HttpContext of ASP.NET Core");

    [Fact]
    public void A_grant_that_uses_another_grant_is_reported()
    {
        const string grant = """
            internal sealed class BadGrant : IGrant { public string GrantType => PasswordGrant.Name;
            public ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct) => default; }
            """;
        const string path = "src/OAuth2Server/Grants/BadGrant.cs";
        AssertReported(path, grant, $"{path}:2: the grant BadGrant uses the grant PasswordGrant");
    }

    [Theory]
    [InlineData(
        "src/OAuth2Server/Protocol/Good.cs",
        "/// <summary>See <see cref=\"AuthorizationServer\"/>.</summary>\ninternal static class Good;")]
    [InlineData("src/OAuth2Server/Endpoints/Good.cs", "internal static class Good { internal const string Name = PasswordGrant.Name; }")]
    [InlineData("src/OAuth2Server/AuthorizationServer.Good.cs", "internal interface IGood { AuthorizationStep Step { get; } }")]
    [InlineData(
        "src/OAuth2Server.AspNetCore/Bridge/Good.cs",
        "internal interface IGood { AuthorizationServer Server { get; } Microsoft.AspNetCore.Http.HttpContext Http { get; } }")]
    [InlineData("src/OAuth2Server.EntityFrameworkCore/Good.cs", "internal interface IGood : IOAuthModel { Secret Secret { get; } }")]
    public void A_use_of_what_is_below_and_a_mention_in_a_comment_are_fine(string path, string declaration) =>
        AssertReported(path, declaration);

    private static void AssertReported(string path, string declaration, params string[] expected)
    {
        var house = SourceHouse.Real.With(path, $"namespace OAuth2Server;\n{declaration}\n");
        Assert.Equal(expected.Order(StringComparer.Ordinal), FloorRules.Violations(house));
    }
}
