// Micro benchmarks of the core. `allocations` counts bytes alone, which takes seconds and does not mind a busy machine; anything else goes to BenchmarkDotNet.
using BenchmarkDotNet.Running;
using OAuth2Server.Benchmarks;

if (args is ["allocations"]) Allocations.Print();
else BenchmarkSwitcher.FromAssembly(typeof(TokenBenchmarks).Assembly).Run(args);
