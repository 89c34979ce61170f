using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>How many bytes each benchmark allocates; time is not measured.</summary>
internal static class Allocations
{
    /// <summary>Long enough for the runtime to compile the hot code with its full optimization, which avoids some allocations.</summary>
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);

    private const int Calls = 10_000;

    internal static void Print()
    {
        Console.WriteLine("| benchmark | bytes |\n| --- | ---: |");
        var types = typeof(Allocations).Assembly.GetTypes().Where(t => t.Name.EndsWith("Benchmarks", StringComparison.Ordinal));
        foreach (var type in types.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var instance = Activator.CreateInstance(type)!;
            foreach (var method in type.GetMethods().Where(IsMeasured))
                Console.WriteLine($"| {type.Name} {method.Name} | {Measure(instance, method):N0} |");
        }
        Console.WriteLine($"| kept by InMemoryModel for one valid access token | {Kept():N0} |");
    }

    // Verifying a password takes too long for so many calls.
    private static bool IsMeasured(MethodInfo method) =>
        method.GetCustomAttribute<BenchmarkAttribute>() is not null && method.Name != nameof(TokenBenchmarks.Password);

    private static double Kept()
    {
        var server = new BenchServer();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < BenchServer.Capacity; i++) _ = server.GrantedAsync("grant_type=client_credentials&scope=photos.read");
        var kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)BenchServer.Capacity;
        GC.KeepAlive(server);
        return kept;
    }

    private static double Measure(object instance, MethodInfo method)
    {
        var call = Callable(instance, method);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Warmup;) call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }

    // A delegate that boxes nothing: only the allocations of the benchmark are counted.
    private static Action Callable(object instance, MethodInfo method)
    {
        var (caller, result) = IsTask(method.ReturnType)
            ? (nameof(Asynchronous), method.ReturnType.GetGenericArguments()[0])
            : (nameof(Synchronous), method.ReturnType);
        var generic = typeof(Allocations).GetMethod(caller, BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Action)generic.MakeGenericMethod(result).Invoke(null, [instance, method])!;
    }

    private static bool IsTask(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static Action Asynchronous<T>(object instance, MethodInfo method)
    {
        var call = method.CreateDelegate<Func<ValueTask<T>>>(instance);
        return () =>
        {
            var task = call();
            // No benchmark waits, so all of its work is on this thread.
            if (!task.IsCompletedSuccessfully) throw new InvalidOperationException($"{method.Name} waited or failed.");
            _ = task.Result;
        };
    }

    private static Action Synchronous<T>(object instance, MethodInfo method)
    {
        var call = method.CreateDelegate<Func<T>>(instance);
        return () => call();
    }
}
