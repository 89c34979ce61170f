using System.Text;
using Microsoft.Extensions.Configuration;

namespace OAuth2Server.Host.Tests;

/// <summary>A configuration of several sources, each stronger than those added before it.</summary>
/// <remarks>Its environment variables have a prefix of their own, so that tests do not see each other's.</remarks>
internal sealed class LayeredConfiguration : IDisposable
{
    private readonly string _folder = HostProcess.NewFolder();
    private readonly List<string> _variables = [];

    internal ConfigurationManager Configuration { get; } = new();

    internal string Prefix { get; } = $"T{Guid.NewGuid():N}_";

    internal string AddFile(string json)
    {
        var file = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(file, json);
        Configuration.AddJsonFile(file);
        return file;
    }

    /// <param name="variables">The names with the prefix, and the values.</param>
    internal void AddVariables(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            _variables.Add(name);
            Environment.SetEnvironmentVariable(name, value);
        }
        Configuration.AddEnvironmentVariables(Prefix);
    }

    internal void AddArguments(params string[] arguments) => Configuration.AddCommandLine(arguments);

    /// <summary>Does what the host does with these sources.</summary>
    internal IReadOnlyList<string> TakeLists() => WholeLists.TakeEachFromOneSource(Configuration, ["OAuth2Server", "Kestrel"]);

    /// <summary>The name of the variable that sets a key.</summary>
    internal string Variable(string key) => Prefix + key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The values below a key, as <c>key=value</c>, in order.</summary>
    internal string[] ValuesOf(string key) => ValuesOf(Configuration, key);

    /// <summary>The values below a key in a file alone.</summary>
    internal static string[] ValuesOf(string json, string key)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return ValuesOf(new ConfigurationBuilder().AddJsonStream(stream).Build(), key);
    }

    public void Dispose()
    {
        Configuration.Dispose();
        foreach (var name in _variables) Environment.SetEnvironmentVariable(name, null);
        Directory.Delete(_folder, recursive: true);
    }

    private static string[] ValuesOf(IConfiguration configuration, string key)
    {
        var values = configuration.GetSection(key).AsEnumerable().Where(pair => !string.IsNullOrEmpty(pair.Value));
        return [.. values.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)];
    }
}
