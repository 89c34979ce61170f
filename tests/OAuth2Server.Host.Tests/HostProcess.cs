using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OAuth2Server.Host.Tests;

/// <summary>The built host as a separate process, in an empty folder.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly Process _process;
    private readonly string? _until;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(string folder, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment, string? until = null)
    {
        _until = until;
        Folder = folder;
        var start = new ProcessStartInfo("dotnet", command)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
    }

    internal string Folder { get; }

    internal string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    internal static string NewFolder() => Directory.CreateTempSubdirectory("oauth2server").FullName;

    /// <summary>Starts the host and waits until it listens and until its console has a text.</summary>
    internal static async Task<(HostProcess Process, string Address)> StartAsync(
        string? folder = null, string until = "Application started", params string[] arguments)
    {
        string[] command = [Program, "--urls", AnyPort, .. arguments];
        return await WhenListeningAsync(new(folder ?? NewFolder(), command, null, until));
    }

    /// <summary>Starts the host with a configuration, in an empty folder, and waits until it serves.</summary>
    internal static async Task<(HostProcess Process, string Address)> StartAsync(
        JsonObject configuration, IReadOnlyDictionary<string, string> environment, string urls = AnyPort)
    {
        var folder = NewFolder();
        var file = Path.Combine(folder, "host.json");
        await File.WriteAllTextAsync(file, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        string[] command = [Program, "--config", "host.json", "--urls", urls];
        return await WhenListeningAsync(new(folder, command, environment, "Application started"));
    }

    /// <summary>Runs the host until it ends.</summary>
    internal static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string folder, string[] arguments, Dictionary<string, string>? environment = null) =>
        RunToEndAsync(folder, [Program, .. arguments], environment);

    /// <summary>Runs the host with <c>dotnet run</c> on its project until it ends.</summary>
    internal static Task<(int ExitCode, string Output, string Error)> RunFromSourceAsync(string folder, string[] arguments)
    {
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        var project = Path.Combine(Repository.Root, "src", "OAuth2Server.Host");
        string[] command = ["run", "--no-build", "--configuration", configuration, "--project", project, "--", .. arguments];
        return RunToEndAsync(folder, command, null);
    }

    /// <summary>Runs a line in bash.</summary>
    /// <returns>The standard output.</returns>
    internal static async Task<string> BashAsync(string line)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, bash.ExitCode);
        return output;
    }

    internal async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "OAuth2Server.Host.dll");

    private static bool IsSetting(string variable) =>
        variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || variable.StartsWith("OAuth2Server__", StringComparison.Ordinal);

    private static async Task<(HostProcess Process, string Address)> WhenListeningAsync(HostProcess process)
    {
        try
        {
            return (process, await process._listening.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        }
        catch (InvalidOperationException)
        {
            var error = await process._process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            throw new InvalidOperationException($"The host ended: {process.Output}{error}");
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunToEndAsync(
        string folder, string[] command, Dictionary<string, string>? environment)
    {
        await using var host = new HostProcess(folder, command, environment);
        // A host that starts although it should refuse must not block the run.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        var error = await host._process.StandardError.ReadToEndAsync(limit.Token);
        await host._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (host._process.ExitCode, host.Output, error);
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            if (line is null) _listening.TrySetException(new InvalidOperationException("The host ended."));
            _output.AppendLine(line);
            var text = _output.ToString();
            if (_until is null || !text.Contains(_until, StringComparison.Ordinal)) return;
            if (ListeningOn().Match(text) is { Success: true } match) _listening.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex ListeningOn();
}
