using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>How many bytes each benchmark allocates, without measuring time.</summary>
internal static class Allocations
{
    /// <summary>Long enough for the compiler to see what escapes and what does not.</summary>
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);

    private const int Calls = 10_000;

    internal static void Print()
    {
        Console.WriteLine("| benchmark | bytes |\n| --- | ---: |");
        foreach (var type in typeof(Allocations).Assembly.GetTypes().Where(t => t.Name.EndsWith("Benchmarks", StringComparison.Ordinal)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var instance = Activator.CreateInstance(type)!;
            foreach (var method in type.GetMethods().Where(m => m.GetCustomAttribute<BenchmarkAttribute>() is not null && m.Name != nameof(TokenBenchmarks.Password)))
                Console.WriteLine($"| {type.Name} {method.Name} | {Measure(instance, method):N0} |");
        }
        Console.WriteLine($"| kept by InMemoryModel for one live access token | {Kept():N0} |");
    }

    private static double Kept()
    {
        var house = new House();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < House.Capacity; i++) _ = house.GrantedAsync("grant_type=client_credentials&scope=photos.read");
        var kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)House.Capacity;
        GC.KeepAlive(house);
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

    // A delegate that boxes nothing: what is counted is the benchmark's own.
    private static Action Callable(object instance, MethodInfo method) =>
        (Action)typeof(Allocations).GetMethod(IsTask(method) ? nameof(Asynchronous) : nameof(Synchronous), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(IsTask(method) ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType).Invoke(null, [instance, method])!;

    private static bool IsTask(MethodInfo method) => method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static Action Asynchronous<T>(object instance, MethodInfo method)
    {
        var call = method.CreateDelegate<Func<ValueTask<T>>>(instance);
        return () =>
        {
            var task = call();
            // Nothing here waits, so all of it happens on this thread.
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
