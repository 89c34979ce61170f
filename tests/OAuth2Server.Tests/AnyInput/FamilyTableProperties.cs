using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

/// <summary>The bounded table of the in-memory model and a slow, simple table have the same content after every step.</summary>
public sealed class FamilyTableProperties
{
    private const int Capacity = 6;

    private static readonly Gen<Step[]> _steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4], Gen.Int[1, 100],
        (kind, family, minutes) => new Step(kind, $"family-{family}", minutes)).Array[0, 60];

    [Fact]
    public void Any_sequence_of_steps_leaves_the_same_records() => _steps.Sample(steps =>
    {
        var table = new FamilyTable(Capacity);
        List<Held> held = [];
        List<Type> kinds = [];
        HashSet<string> ended = [];
        var now = Records.Start;
        var number = 0;

        foreach (var step in steps)
        {
            if (step.Kind == 0)
            {
                table.RemoveFamily(step.Family);
                ended.Add(step.Family);
                held.RemoveAll(r => r.Family == step.Family);
            }
            else if (step.Kind == 1)
            {
                now += TimeSpan.FromMinutes(step.Minutes / 4);
            }
            else
            {
                var until = now.AddMinutes(step.Minutes);
                var id = $"record-{++number}";
                object record = step.Kind % 2 == 0 ? id : new Uri("urn:" + id);
                var evicted = table.Add(SecretHash.Of(id), record, step.Family, until, now);
                Assert.Equal(AddSlowly(held, kinds, ended, new(id, record, step.Family, until), now), evicted);
            }
            Assert.Equal(held.Count, table.Count);
            Assert.All(held, r => Assert.Same(r.Record, table.Find<object>(SecretHash.Of(r.Id))));
        }
    });

    private static bool AddSlowly(List<Held> held, List<Type> kinds, HashSet<string> ended, Held added, DateTimeOffset now)
    {
        if (ended.Contains(added.Family)) return false;
        held.RemoveAll(r => r.Until <= now);
        var evicts = held.Count >= Capacity;
        // If two kinds have the same number of records, the kind that was added first loses its oldest record.
        if (evicts)
            held.Remove(held.First(r => r.Record.GetType() == kinds.MaxBy(kind => held.Count(other => other.Record.GetType() == kind))));
        held.Add(added);
        if (!kinds.Contains(added.Record.GetType())) kinds.Add(added.Record.GetType());
        return evicts;
    }

    private sealed record Held(string Id, object Record, string Family, DateTimeOffset Until);

    private sealed record Step(int Kind, string Family, int Minutes);
}
