namespace OAuth2Server.Testing.Tests;

/// <content>Pruning.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Pruning()
    {
        const string Time = nameof(ModelContract.Pruning_goes_by_the_time_that_it_is_given);
        const string AtMost = nameof(ModelContract.Pruning_removes_at_most_so_many_of_all_kinds_together);
        yield return new("prunes by its own clock", Time, (inner, clock) => new PrunesByItsOwnClock(inner, clock));
        yield return new("prunes nothing", Time, (inner, _) => new PrunesAFixedNumber(inner, 0));
        foreach (var tables in (int[])[2, 5])
        {
            yield return new($"prunes at most so many from each of {tables} tables", AtMost,
                (inner, _) => new PrunesAtMostFromEachTable(inner, tables));
        }
        yield return new("prunes everything at once", AtMost, (inner, _) => new PrunesAFixedNumber(inner, int.MaxValue));
        yield return new("prunes one at a time", AtMost, (inner, _) => new PrunesAFixedNumber(inner, 1));
        yield return new("gives one fewer than it pruned", AtMost, (inner, _) => new CountsOtherRecords(inner, n => Math.Max(0, n - 1)));
    }
}
