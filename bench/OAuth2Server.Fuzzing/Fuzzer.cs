using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OAuth2Server.Fuzzing;

/// <summary>Runs targets in turn; an input that reaches new code, or known code more often than before, becomes one to start
/// from.</summary>
internal static unsafe class Fuzzer
{
    private const int MapSize = 1 << 16;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>Runs for a time; without names, all targets. Gives the exit code.</summary>
    internal static int Run(string[] names, TimeSpan time, string folder)
    {
        Directory.CreateDirectory(folder);
        var map = (byte*)NativeMemory.AllocZeroed(MapSize);
        SharpFuzz.Common.Trace.SharedMem = map;
        // After the line before: the readers write to the map from their first line on.
        var targets = Target.All.Where(target => names.Length == 0 || names.Contains(target.Name)).ToList();
        if (targets.Count < Math.Max(names.Length, 1))
        {
            Console.Error.WriteLine($"There are these readers: {string.Join(", ", Target.All.Select(target => target.Name))}.");
            return 2;
        }
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        Console.WriteLine($"Seed {seed}, {time.TotalMinutes} minutes");
        var mutation = new Mutation(seed);
        var runs = targets.Select(target => new Corpus(target)).ToList();
        var watch = Stopwatch.StartNew();
        for (var turn = 0; watch.Elapsed < time; turn++)
        {
            var corpus = runs[turn % runs.Count];
            for (var start = watch.Elapsed; watch.Elapsed - start < Turn && watch.Elapsed < time;)
            {
                new Span<byte>(map, MapSize).Clear();
                corpus.Step(mutation, new Span<byte>(map, MapSize), folder);
            }
            if (turn % (runs.Count * 6) == 0) Report(runs, watch.Elapsed);
        }
        Report(runs, watch.Elapsed);
        return runs.Sum(run => run.Findings) == 0 ? 0 : 1;
    }

    private static void Report(List<Corpus> runs, TimeSpan elapsed)
    {
        Console.WriteLine($"After {elapsed:hh\\:mm\\:ss}");
        foreach (var run in runs) Console.WriteLine("  " + run);
    }

    /// <summary>The inputs of one target.</summary>
    private sealed class Corpus
    {
        private readonly Target _target;
        private readonly List<byte[]> _inputs;
        private readonly byte[] _seen = new byte[MapSize];
        private int _next;
        private long _count, _accepted;

        internal Corpus(Target target) => (_target, _inputs) = (target, [.. target.Seeds]);

        internal int Findings { get; private set; }

        internal void Step(Mutation mutation, Span<byte> map, string folder)
        {
            // First the seeds as they are.
            var input = _next < _target.Seeds.Length
                ? _target.Seeds[_next++]
                : mutation.Of(_inputs[mutation.Next(_inputs.Count)], _inputs[mutation.Next(_inputs.Count)]);
            try
            {
                _count++;
                if (IsSlow(input, out var isAccepted) && IsSlow(input, out _) && IsSlow(input, out _)) Keep(folder, input, "slow");
                if (isAccepted) _accepted++;
            }
            catch (Exception e)
            {
                Keep(folder, input, e.ToString());
            }
            if (IsNew(map) && _inputs.Count < 20_000) _inputs.Add(input);
        }

        public override string ToString() =>
            $"{_target.Name}: {_count:N0} inputs, {_accepted:N0} accepted, {_seen.Count(seen => seen > 0):N0} places of code reached, " +
            $"{_inputs.Count:N0} inputs kept, {Findings} findings";

        // The time of the processor: on a busy machine any input can wait. The first reading of an input may compile code.
        private bool IsSlow(byte[] input, out bool isAccepted)
        {
            var start = Environment.CpuUsage.TotalTime;
            isAccepted = _target.Reads(input);
            return Environment.CpuUsage.TotalTime - start > Slow;
        }

        private bool IsNew(Span<byte> map)
        {
            var isNew = false;
            for (var i = map.IndexOfAnyExcept((byte)0); i >= 0 && i < map.Length; i++)
            {
                if (map[i] == 0) continue;
                // The number of times counts by its power of two.
                var bit = (byte)(1 << Math.Min(7, (int)Math.Log2(map[i])));
                if ((_seen[i] & bit) != 0) continue;
                _seen[i] |= bit;
                isNew = true;
            }
            return isNew;
        }

        private void Keep(string folder, byte[] input, string problem)
        {
            if (++Findings > 20) return;
            var file = Path.Combine(folder, $"{_target.Name}-{Findings}");
            File.WriteAllBytes(file, input);
            File.WriteAllText(file + ".txt", problem);
            Console.WriteLine($"FINDING in {_target.Name}: {problem.Split('\n')[0]}; the input is {file}");
        }
    }
}
