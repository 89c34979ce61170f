// The tests run one after another. In parallel, the servers would slow down each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
