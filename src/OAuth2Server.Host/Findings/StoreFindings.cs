namespace OAuth2Server.Host;

/// <summary>The files of the server.</summary>
internal static class StoreFindings
{
    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    internal static IEnumerable<Finding> Of(HostSettings settings, Surroundings around)
    {
        if (settings.Store.File is { } database && IsForEverybody(database))
        {
            yield return Finding.Warning("database-readable",
                $"The database {database} can be read by every user of this machine: it has sessions, grants and hashes of passwords.",
                $"Run `chmod 600 {database}`.", "ASVS 5.0 V13.3");
        }
        var hasSecrets = settings.Clients.Any(client => client.Secret is not null) || settings.Users.Count > 0;
        foreach (var file in around.ConfigurationFiles.Where(file => hasSecrets && IsForEverybody(file)))
        {
            yield return Finding.Warning("configuration-readable",
                $"The configuration file {file} can be read by every user of this machine, and there are secrets in the configuration.",
                $"Run `chmod 600 {file}`.", "ASVS 5.0 V13.3");
        }
        var beside = around.ConfigFile is null ? [] : around.ConfigurationFiles.Where(file => file != around.ConfigFile).ToArray();
        foreach (var file in beside)
        {
            yield return Finding.Warning("settings-beside-config",
                $"The settings of {file} are used too, below those of --config {around.ConfigFile}.",
                "Remove the file, or start the server in another folder, if you do not want them.");
        }
    }

    private static bool IsForEverybody(string file) =>
        !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Everybody) != 0;
}
