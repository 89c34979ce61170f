namespace OAuth2Server.StorageBenchmark;

/// <summary><c>sqlite|postgres|prune CONNECTION [--live N,N] [--callers N] [--seconds N] [--rounds N]</c>.</summary>
internal sealed record Arguments(string Work, string Connection)
{
    internal long[] Live { get; private init; } = [0];

    internal int Callers { get; private init; } = 1;

    internal double Seconds { get; private init; } = 2;

    internal int Rounds { get; private init; } = 5;

    internal static Arguments? Parse(string[] args)
    {
        if (args is not [("sqlite" or "postgres" or "prune") and var work, var connection, .. var rest]
            || rest.Length % 2 != 0) return null;
        var arguments = new Arguments(work, connection);
        foreach (var pair in rest.Chunk(2))
        {
            arguments = pair[0] switch
            {
                "--live" => arguments with { Live = [.. pair[1].Split(',').Select(long.Parse)] },
                "--callers" => arguments with { Callers = int.Parse(pair[1]) },
                "--seconds" => arguments with { Seconds = double.Parse(pair[1]) },
                "--rounds" => arguments with { Rounds = int.Parse(pair[1]) },
                _ => throw new ArgumentException($"There is no option {pair[0]}."),
            };
        }
        return arguments;
    }
}
