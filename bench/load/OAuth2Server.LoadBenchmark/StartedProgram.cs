namespace OAuth2Server.LoadBenchmark;

/// <summary>A published program.</summary>
/// <param name="folder">Named <c>host</c> or <c>contender</c>, then <c>-before</c>, <c>-r2r</c> and <c>-alone</c> where they apply.</param>
internal sealed class StartedProgram(string folder)
{
    private const string ReadyToRun = "-r2r";
    private const string SelfContained = "-alone";

    private readonly string _folder = Path.GetFullPath(folder);
    private readonly string _name = Path.GetFileName(folder);

    internal bool IsReadyToRun => Has(ReadyToRun) || Has(SelfContained);

    internal bool IsBefore => Has(Contender.Before);

    internal string Title => (IsHost ? "OAuth2Server.Host" : "OAuth2Server in an application of its own") + (IsBefore ? ", before" : "");

    internal string Published =>
        Has(SelfContained) ? "with ReadyToRun, self-contained" : Has(ReadyToRun) ? "with ReadyToRun" : "without ReadyToRun";

    /// <summary>Starts that make the tables.</summary>
    internal StartTimes First { get; } = new();

    /// <summary>Starts that find the tables.</summary>
    internal StartTimes Again { get; } = new();

    private bool IsHost => _name.StartsWith("host", StringComparison.Ordinal);

    /// <summary>Starts the program in an empty folder, waits for its first token, and stops it; then again in the same folder.</summary>
    internal async Task StartAsync(string core, bool isCounted)
    {
        var empty = Directory.CreateTempSubdirectory("start-").FullName;
        try
        {
            await StartOnceAsync(empty, core, isCounted ? First : null);
            await StartOnceAsync(empty, core, isCounted ? Again : null);
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    private async Task StartOnceAsync(string folder, string core, StartTimes? times)
    {
        await using var server = await Server.StartOnceAsync(IsHost ? Host(folder) : Application(folder), core);
        var (time, cpuTime) = (server.StartUp.TotalMilliseconds, server.CpuSeconds() * 1_000);
        await Console.Error.WriteLineAsync($"{_name}: first token after {time:N0} ms, CPU time {cpuTime:N0} ms");
        times?.Add(time, cpuTime);
    }

    private Contender Application(string empty) =>
        new(_name, Title, [.. Command("LoadBenchmark.Contenders"), "sqlite", "PORT", $"Data Source={empty}/tokens.db"], [])
        {
            Folder = empty,
        };

    private Contender Host(string empty) => new(_name, Title, [.. Command("Host"), "--urls", "http://127.0.0.1:PORT"], [])
    {
        Folder = empty,
        TokenPath = "/oauth2/token",
        Environment = new Dictionary<string, string>
        {
            ["OAuth2Server__Store__ConnectionString"] = $"Data Source={empty}/tokens.db",
            ["OAuth2Server__Scopes__0__Name"] = Fixture.ReadScope,
            ["OAuth2Server__Clients__0__ClientId"] = Fixture.ClientId,
            ["OAuth2Server__Clients__0__Type"] = "Confidential",
            ["OAuth2Server__Clients__0__ClientSecret"] = Fixture.Secret,
            ["OAuth2Server__Clients__0__GrantTypes__0"] = "client_credentials",
            ["OAuth2Server__Clients__0__Scopes__0"] = Fixture.ReadScope,
        },
    };

    // A self-contained program has its own runtime, and is started without the dotnet command.
    private string[] Command(string program) =>
        Has(SelfContained) ? [$"{_folder}/OAuth2Server.{program}"] : ["dotnet", $"{_folder}/OAuth2Server.{program}.dll"];

    private bool Has(string part) => _name.Contains(part, StringComparison.Ordinal);
}
