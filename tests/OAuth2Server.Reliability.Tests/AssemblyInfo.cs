// Each test has the machine to itself: side by side the processes would only measure one another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
