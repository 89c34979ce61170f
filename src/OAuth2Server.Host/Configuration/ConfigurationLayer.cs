using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace OAuth2Server.Host;

/// <summary>One source of the configuration with the values that it has.</summary>
internal sealed class ConfigurationLayer(IConfigurationSource source, IConfigurationProvider provider)
{
    /// <summary>The source.</summary>
    internal IConfigurationSource Source => source;

    /// <summary>Whether it is a file; otherwise it has single settings, as environment variables or arguments.</summary>
    internal bool IsFile => source is FileConfigurationSource;

    /// <summary>Whether it has a value or anything below a key; an empty list in a file counts.</summary>
    internal bool Has(string path) => provider.TryGet(path, out _) || Children(path).Length > 0;

    /// <summary>Whether it has a list with at least one item at a key.</summary>
    internal bool HasListAt(string path) => Children(path) is { Length: > 0 } children && children.All(IsIndex);

    /// <summary>The last parts of the keys directly below a key.</summary>
    internal string[] Children(string path) => [.. provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The full keys below a key that have a value.</summary>
    internal IEnumerable<string> ValuesIn(string path) => Children(path).Select(key => $"{path}:{key}").SelectMany(key =>
        ValuesIn(key).Concat(provider.TryGet(key, out var value) && !string.IsNullOrEmpty(value) ? [key] : []));

    /// <summary>What an operator calls this source, or the first setting that it has of a list.</summary>
    internal string Name(string list)
    {
        var key = ValuesIn(list).FirstOrDefault() ?? list;
        return source switch
        {
            FileConfigurationSource file => file.FileProvider?.GetFileInfo(file.Path ?? "").PhysicalPath ?? file.Path ?? "a file",
            EnvironmentVariablesConfigurationSource environment => $"the environment variable {VariableOf(environment.Prefix + key)}",
            CommandLineConfigurationSource => $"the argument --{key}",
            _ => provider.ToString() ?? "another source",
        };
    }

    /// <summary>Whether the last part of a key is the index of a list's item.</summary>
    internal static bool IsIndex(string key) => int.TryParse(key, out _);

    // The name in the environment may have another case than the key, and colons.
    private static string VariableOf(string key)
    {
        var names = Environment.GetEnvironmentVariables().Keys.Cast<string>();
        return names.FirstOrDefault(name => KeyOf(name).Equals(key, StringComparison.OrdinalIgnoreCase))
            ?? key.Replace(":", "__", StringComparison.Ordinal);

        static string KeyOf(string name) => name.Replace("__", ":", StringComparison.Ordinal);
    }
}
