// Micro benchmarks of the core. `allocations` counts bytes alone: that takes seconds, and a busy machine makes no difference.
// `replays` shows the memory of used DPoP proofs. All other arguments go to BenchmarkDotNet.
using BenchmarkDotNet.Running;
using OAuth2Server.Benchmarks;

if (args is ["allocations"]) Allocations.Print();
else if (args is ["replays"]) await ReplayMemory.PrintAsync();
else BenchmarkSwitcher.FromAssembly(typeof(TokenBenchmarks).Assembly).Run(args);
