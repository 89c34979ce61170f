namespace OAuth2Server.LoadBenchmark;

/// <summary>A published program.</summary>
/// <param name="folder">Named <c>host</c> or <c>contender</c>, then <c>-before</c> and <c>-r2r</c> where they apply.</param>
internal sealed class StartedProgram(string folder)
{
    private const string ReadyToRun = "-r2r";

    private readonly string _folder = Path.GetFullPath(folder);
    private readonly string _name = Path.GetFileName(folder);
    private readonly List<double> _times = [];
    private readonly List<double> _cpuTimes = [];

    internal bool IsReadyToRun => _name.EndsWith(ReadyToRun, StringComparison.Ordinal);

    internal bool IsBefore => _name.Contains(Contender.Before, StringComparison.Ordinal);

    internal string Title => (IsHost ? "OAuth2Server.Host" : "OAuth2Server in an application of its own") + (IsBefore ? ", before" : "");

    /// <summary>From each counted start to the first token, in milliseconds.</summary>
    internal Spread Times => new([.. _times.Order()]);

    /// <summary>The CPU time of the program until then, in milliseconds.</summary>
    internal Spread CpuTimes => new([.. _cpuTimes.Order()]);

    private bool IsHost => _name.StartsWith("host", StringComparison.Ordinal);

    /// <summary>Starts the program in an empty folder, waits for its first token, and stops it.</summary>
    internal async Task StartAsync(string core, bool isCounted)
    {
        var empty = Directory.CreateTempSubdirectory("start-").FullName;
        try
        {
            await using var server = await Server.StartOnceAsync(IsHost ? Host(empty) : Application(empty), core);
            var (time, cpuTime) = (server.StartUp.TotalMilliseconds, server.CpuSeconds() * 1_000);
            await Console.Error.WriteLineAsync($"{_name}: first token after {time:N0} ms, CPU time {cpuTime:N0} ms");
            if (!isCounted) return;
            _times.Add(time);
            _cpuTimes.Add(cpuTime);
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
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

    private string[] Command(string program) => ["dotnet", $"{_folder}/OAuth2Server.{program}.dll"];
}
