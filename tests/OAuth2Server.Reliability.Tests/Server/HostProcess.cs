using System.Diagnostics;

namespace OAuth2Server.Reliability.Tests;

/// <summary>The built host as a separate process.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const int LinesKept = 400;

    private static volatile bool _ending;

    private readonly Process _process;
    private readonly Queue<string> _log = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _until;

    private HostProcess(string configFile, string until = Listening)
    {
        _until = until;
        var program = Path.Combine(AppContext.BaseDirectory, "OAuth2Server.Host.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--config", configFile, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetDirectoryName(configFile),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray()) start.Environment.Remove(name);
        _process = Process.Start(start)!;
        // When the tests are stopped from outside, the host must stop too.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        if (_ending) OnExit(this, EventArgs.Empty);
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal HttpClient Http { get; private set; } = null!;

    internal string Log
    {
        get
        {
            lock (_log) return string.Join('\n', _log);
        }
    }

    /// <summary>Starts the host and waits until it listens.</summary>
    internal static async Task<HostProcess> StartAsync(string configFile, CancellationToken ct)
    {
        var host = new HostProcess(configFile);
        try
        {
            var address = await host._address.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
            var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
            host.Http = new(handler) { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(60) };
            return host;
        }
        catch
        {
            host.AttachLog("host that did not start");
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the host, waits for a word in its log and for a short time after it, and kills the host.</summary>
    internal static async Task KillWhileStartingAsync(string configFile, string word, TimeSpan after, CancellationToken ct)
    {
        await using var host = new HostProcess(configFile, word);
        await host._reached.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        await Task.Delay(after, ct);
    }

    /// <summary>Sends SIGKILL: the process stops without running any more code.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    internal void AttachLog(string name)
    {
        TestContext.Current.AddAttachment($"{name}, log", Log);
        TestContext.Current.TestOutputHelper?.WriteLine($"--- The log of the {name}:\n{Log}\n---");
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        Http?.Dispose();
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("OAuth2Server__", StringComparison.Ordinal);

    private void OnExit(object? sender, EventArgs e)
    {
        // A test that still runs can start another host after this. That host must stop too.
        _ending = true;
        if (!_process.HasExited) _process.Kill();
    }

    private void Take(string? line)
    {
        Keep(line);
        if (line is null) _address.TrySetException(new InvalidOperationException("The host ended: " + Log));
        else if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(line[(at + Listening.Length)..].Trim());
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_log)
        {
            _log.Enqueue(line);
            if (line.Contains(_until, StringComparison.Ordinal)) _reached.TrySetResult();
            if (_log.Count > LinesKept) _log.Dequeue();
        }
    }
}
