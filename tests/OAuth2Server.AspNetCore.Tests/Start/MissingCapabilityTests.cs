using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>A grant that the model cannot serve does not compile, and the compiler names what is missing.</summary>
public sealed class MissingCapabilityTests
{
    private static readonly Lazy<MetadataReference[]> _references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(File.Exists)
            .Select(path => MetadataReference.CreateFromFile(path))]);

    [Theory]
    [InlineData("AddAuthorizationCode", "IAuthorizationCodeModel")]
    [InlineData("AddRefreshToken", "IRefreshTokenModel")]
    [InlineData("AddClientCredentials", "IClientCredentialsModel")]
    [InlineData("AddPassword", "IPasswordModel")]
    [InlineData("AddDeviceCode", "IDeviceCodeModel")]
    [InlineData("AddJwt", "ISigningKeyModel")]
    public void A_grant_without_its_capability_is_CS0311(string add, string capability)
    {
        var error = Assert.Single(ErrorsOf("IOAuthModel", add));
        Assert.Equal("CS0311", error.Id);
        Assert.Contains($"OAuth2Server.{capability}", error.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AddAuthorizationCode", "IAuthorizationCodeModel")]
    [InlineData("AddRefreshToken", "IRefreshTokenModel")]
    [InlineData("AddClientCredentials", "IClientCredentialsModel")]
    [InlineData("AddPassword", "IPasswordModel")]
    [InlineData("AddDeviceCode", "IDeviceCodeModel")]
    [InlineData("AddJwt", "IOAuthModel, ISigningKeyModel")]
    public void A_grant_with_its_capability_compiles(string add, string capability) => Assert.Empty(ErrorsOf(capability, add));

    private static IEnumerable<Diagnostic> ErrorsOf(string model, string add)
    {
        var tree = CSharpSyntaxTree.ParseText($$"""
            using OAuth2Server;
            using OAuth2Server.AspNetCore;
            abstract class MyModel : {{model}};
            static class Program
            {
                static void Add(OAuth2Builder<MyModel> server) => server.{{add}}();
            }
            """);
        var compilation = CSharpCompilation.Create("Snippet", [tree], _references.Value, new(OutputKind.DynamicallyLinkedLibrary));
        // The model implements none of its functions (CS0535): that is not what this test checks.
        return compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS0535");
    }
}
