using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>A contender that runs: its process, on a core of its own.</summary>
internal sealed class Server(Contender contender, Process process, Uri address) : IAsyncDisposable
{
    /// <summary>Linux counts CPU time in hundredths of a second for every program.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>
    /// What every .NET server is told so that a few seconds show what it does after hours. Hot code is compiled at once: on one loaded core the runtime otherwise puts it off, for most of a minute.
    /// And threads that wait do not spin: a server that waits for its database would be billed for it.
    /// </summary>
    private static readonly Dictionary<string, string?> Settled = new()
    {
        ["DOTNET_TC_CallCountingDelayMs"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    internal Contender Contender => contender;

    internal Uri Address => address;

    /// <summary>From the start of the process to its first token, compiled as .NET compiles without being told otherwise.</summary>
    internal TimeSpan StartUp { get; private set; }

    /// <summary>Starts it twice: once to see how long that takes, once to be measured.</summary>
    internal static async Task<Server> StartAsync(Contender contender, int core)
    {
        TimeSpan startUp;
        await using (var first = await StartAsync(contender, core, [])) startUp = first.StartUp;
        var server = await StartAsync(contender, core, Settled);
        server.StartUp = startUp;
        return server;
    }

    private static async Task<Server> StartAsync(Contender contender, int core, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var port = FreePort();
        var command = contender.Command.Select(part => part == "PORT" ? port.ToString(CultureInfo.InvariantCulture) : part);
        var start = new ProcessStartInfo("taskset", ["-c", core.ToString(CultureInfo.InvariantCulture), .. command]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        // taskset becomes the program: the process id is the server's own.
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{contender.Name} did not start");
        // What it prints must not fill the pipe.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();

        var server = new Server(contender, process, new($"http://127.0.0.1:{port}"));
        try
        {
            await server.WaitAsync(watch);
            return server;
        }
        catch
        {
            // It must not go on working on the core where others are measured.
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>CPU time so far, that of children that ended included.</summary>
    internal double CpuSeconds()
    {
        // After the name, which may hold anything, the fields begin with the third; 14 to 17 are the times.
        var text = File.ReadAllText($"/proc/{process.Id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    internal long PeakMemory() => Kilobytes("VmHWM:") * 1024;

    internal long Memory() => Kilobytes("VmRSS:") * 1024;

    /// <summary>What the runtime allocated so far; null when it does not tell.</summary>
    internal async Task<long?> AllocatedAsync(HttpClient http) =>
        contender.TellsAllocations ? long.Parse(await http.GetStringAsync(new Uri(address, "/allocated")), CultureInfo.InvariantCulture) : null;

    /// <summary>A token for requests to the resource.</summary>
    internal async Task<string> TokenAsync(HttpClient http)
    {
        using var request = TokenRequest(Requests.ClientCredentials);
        using var answer = await http.SendAsync(request);
        return (await Answers.ReadAsync(answer)).AccessToken;
    }

    internal HttpRequestMessage TokenRequest(string form) => new(HttpMethod.Post, new Uri(address, "/token"))
    {
        Headers = { Authorization = AuthenticationHeaderValue.Parse(Requests.Basic) },
        Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form)) { Headers = { ContentType = new("application/x-www-form-urlencoded") } },
    };

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task WaitAsync(Stopwatch watch)
    {
        using var http = new HttpClient();
        while (watch.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
        {
            try
            {
                await TokenAsync(http);
                StartUp = watch.Elapsed;
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                await Task.Delay(1);
            }
        }
        throw new InvalidOperationException($"{contender.Name} gave no token within a minute of its start");
    }

    private long Kilobytes(string name) =>
        long.Parse(File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
