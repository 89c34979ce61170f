namespace OAuth2Server.Host;

/// <summary>Takes each list of the configuration from one source as a whole.</summary>
/// <remarks>
/// ASP.NET Core merges the lists of several sources by index. A client of one file would get the redirect URIs, scopes
/// and secret of the client that has the same index in another file.
/// </remarks>
internal static class WholeLists
{
    /// <summary>Hides from every weaker source the lists that a stronger source has.</summary>
    /// <param name="configuration">All sources, the weakest first.</param>
    /// <param name="sections">The top-level keys to look at.</param>
    /// <returns>One sentence for each list that is ignored.</returns>
    /// <exception cref="StartException">Environment variables or arguments set only a part of a list that another source has.</exception>
    internal static IReadOnlyList<string> TakeEachFromOneSource(ConfigurationManager configuration, IEnumerable<string> sections)
    {
        var providers = ((IConfigurationRoot)configuration).Providers;
        var all = configuration.Sources.Zip(providers, (source, provider) => new ConfigurationLayer(source, provider));
        ConfigurationLayer[] layers = [.. all];
        string[] lists = [.. sections.SelectMany(section => ListsIn(layers, section))];
        string[] problems = [.. lists.SelectMany(list => PartsOf(layers, list))];
        if (problems.Length > 0) throw new StartException(problems);

        string[] notes = [.. lists.SelectMany(list => NotesOn(layers, list))];
        var hidden = lists.SelectMany(list => Ignored(layers, list).Select(layer => (layer.Source, List: list)));
        foreach (var bySource in hidden.ToLookup(pair => pair.Source, pair => pair.List))
        {
            var index = configuration.Sources.IndexOf(bySource.Key);
            configuration.Sources[index] = new SourceWithoutLists(bySource.Key, [.. bySource]);
        }
        return notes;
    }

    // The outermost lists only: what is inside a list belongs to it.
    private static IEnumerable<string> ListsIn(ConfigurationLayer[] layers, string path)
    {
        ConfigurationLayer[] holders = [.. layers.Where(layer => layer.Has(path))];
        if (holders.Length < 2) return [];
        if (holders.Any(layer => layer.HasListAt(path))) return [path];
        var keys = holders.SelectMany(layer => layer.Children(path)).Distinct(StringComparer.OrdinalIgnoreCase);
        return keys.SelectMany(key => ListsIn(layers, $"{path}:{key}"));
    }

    private static IEnumerable<ConfigurationLayer> Ignored(ConfigurationLayer[] layers, string list) =>
        layers.Where(layer => layer.Has(list)).SkipLast(1);

    // A file has the whole list. Single settings are the whole list if they replace every value of the weaker sources.
    private static IEnumerable<string> PartsOf(ConfigurationLayer[] layers, string list)
    {
        var winner = layers.Last(layer => layer.Has(list));
        if (winner.IsFile) return [];
        var strongestFile = Array.FindLastIndex(layers, layer => layer.IsFile && layer.Has(list));
        var incomplete = layers.Skip(strongestFile).Where(layer => layer.ValuesIn(list).Any(key => !winner.Has(key)));
        return incomplete.Select(layer =>
            $"{list} is a list in {layer.Name(list)}, and {winner.Name(list)} does not set all of it. Set the whole list in one of them.");
    }

    private static IEnumerable<string> NotesOn(ConfigurationLayer[] layers, string list)
    {
        var winner = layers.Last(layer => layer.Has(list)).Name(list);
        var others = Ignored(layers, list).Select(layer => layer.Name(list)).Where(name => name != winner).Distinct(StringComparer.Ordinal);
        return others.Select(name => $"{list} is taken from {winner} as a whole. The list in {name} is ignored.");
    }
}
