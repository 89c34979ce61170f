namespace OAuth2Server.LoadBenchmark;

/// <summary>How long a program took from its start to its first token, in milliseconds, several times.</summary>
internal sealed class StartTimes
{
    private readonly List<double> _wall = [];
    private readonly List<double> _cpu = [];

    /// <summary>From the start to the first token.</summary>
    internal Spread Wall => new([.. _wall.Order()]);

    /// <summary>The CPU time of the program until then.</summary>
    internal Spread Cpu => new([.. _cpu.Order()]);

    internal void Add(double wall, double cpu)
    {
        _wall.Add(wall);
        _cpu.Add(cpu);
    }
}
