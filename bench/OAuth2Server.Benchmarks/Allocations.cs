using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace OAuth2Server.Benchmarks;

/// <summary>How many bytes each benchmark allocates, without measuring time.</summary>
internal static class Allocations
{
    private const int Warmup = 200;
    private const int Calls = 1000;

    internal static async Task PrintAsync()
    {
        Console.WriteLine("| benchmark | bytes |\n| --- | ---: |");
        foreach (var type in typeof(Allocations).Assembly.GetTypes().Where(t => t.Name.EndsWith("Benchmarks", StringComparison.Ordinal)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var instance = Activator.CreateInstance(type)!;
            foreach (var method in type.GetMethods().Where(m => m.GetCustomAttribute<BenchmarkAttribute>() is not null && m.Name != nameof(TokenBenchmarks.Password)))
                Console.WriteLine($"| {type.Name} {method.Name} | {await MeasureAsync(instance, method):N0} |");
        }
    }

    private static async Task<double> MeasureAsync(object instance, MethodInfo method)
    {
        var call = Callable(instance, method);
        for (var i = 0; i < Warmup; i++) await call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            // Nothing here waits, so all of it happens on this thread.
            if (!call().IsCompleted) throw new InvalidOperationException($"{method.Name} waited.");
        }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }

    // A delegate that boxes nothing: what is counted is the benchmark's own.
    private static Func<ValueTask> Callable(object instance, MethodInfo method) =>
        (Func<ValueTask>)typeof(Allocations).GetMethod(IsTask(method) ? nameof(Asynchronous) : nameof(Synchronous), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(IsTask(method) ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType).Invoke(null, [instance, method])!;

    private static bool IsTask(MethodInfo method) => method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static Func<ValueTask> Asynchronous<T>(object instance, MethodInfo method)
    {
        var call = method.CreateDelegate<Func<ValueTask<T>>>(instance);
        return () =>
        {
            var task = call();
            _ = task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException($"{method.Name} waited or failed.");
            return default;
        };
    }

    private static Func<ValueTask> Synchronous<T>(object instance, MethodInfo method)
    {
        var call = method.CreateDelegate<Func<T>>(instance);
        return () =>
        {
            _ = call();
            return default;
        };
    }
}
