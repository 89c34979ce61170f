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
    /// <summary>Linux counts CPU time in hundredths of a second.</summary>
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Settings of every .NET server, so that a few seconds show what it does after hours.
    /// Hot code is compiled immediately: on one loaded core the runtime otherwise waits for most of a minute.
    /// Threads that wait do not spin: the CPU time would be counted for a server that waits for its database.
    /// </summary>
    private static readonly Dictionary<string, string> Settled = new()
    {
        ["DOTNET_TC_CallCountingDelayMs"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    internal Contender Contender => contender;

    internal Uri Address => address;

    /// <summary>The time from the start of the process to its first token, without <see cref="Settled"/>.</summary>
    internal TimeSpan StartUp { get; private set; }

    /// <summary>Starts a contender twice: once to measure its start, and once to load it.</summary>
    internal static async Task<Server> StartAsync(Contender contender, string core)
    {
        TimeSpan startUp;
        await using (var first = await StartOnceAsync(contender, core)) startUp = first.StartUp;
        var server = await StartOnceAsync(contender, core, Settled);
        server.StartUp = startUp;
        return server;
    }

    /// <summary>Starts a contender, and waits for its first token.</summary>
    internal static async Task<Server> StartOnceAsync(
        Contender contender, string core, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var port = FreePort();
        var command = contender.Command.Select(part => part.EndsWith("PORT", StringComparison.Ordinal) ? $"{part[..^4]}{port}" : part);
        var start = new ProcessStartInfo("taskset", ["-c", core, .. command])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = contender.Folder,
        };
        foreach (var (name, value) in contender.Environment.Concat(environment ?? [])) start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        // taskset becomes the program: the process id is that of the server.
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{contender.Name} did not start");
        // The output is read and dropped: a full pipe would stop the server.
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
            // A process that stays would work on the core on which others are measured.
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The CPU time so far, with that of children that ended.</summary>
    internal double CpuSeconds()
    {
        // The name may contain anything; the fields after it begin with the third. 14 to 17 are the times.
        var text = File.ReadAllText($"/proc/{process.Id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    internal long PeakMemory() => Kilobytes("VmHWM:") * 1024;

    internal long Memory() => Kilobytes("VmRSS:") * 1024;

    /// <summary>How many bytes the runtime allocated so far; null when the program does not report it.</summary>
    internal async Task<long?> AllocatedAsync(HttpClient http)
    {
        if (!contender.ReportsAllocations) return null;
        return long.Parse(await http.GetStringAsync(new Uri(address, "/allocated")), CultureInfo.InvariantCulture);
    }

    /// <summary>A token for requests to the resource.</summary>
    /// <param name="http">Sends the request.</param>
    /// <param name="proof">The DPoP proof, for a bound token; null for none.</param>
    internal async Task<string> TokenAsync(HttpClient http, string? proof = null)
    {
        using var request = TokenRequest(Requests.ClientCredentials);
        if (proof is not null) request.Headers.Add("DPoP", proof);
        using var answer = await http.SendAsync(request);
        return (await Answers.ReadAsync(answer)).AccessToken;
    }

    /// <summary>A token of a user, for the UserInfo endpoint.</summary>
    internal async Task<string> UserTokenAsync()
    {
        using var chain = new Chain(this);
        await chain.ExchangeAsync();
        return chain.AccessToken;
    }

    internal HttpRequestMessage TokenRequest(string form) => new(HttpMethod.Post, new Uri(address, contender.TokenPath))
    {
        Headers = { Authorization = AuthenticationHeaderValue.Parse(Requests.Basic) },
        Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form))
        {
            Headers = { ContentType = new("application/x-www-form-urlencoded") },
        },
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
                await Task.Delay(PollingInterval);
            }
        }
        throw new InvalidOperationException($"{contender.Name} gave no token within a minute of its start");
    }

    private long Kilobytes(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
