using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

/// <summary>The bounded table of the in-memory model beside a slow and obvious one: they hold the same at every step.</summary>
public sealed class FamilyTableProperties
{
    private const int Capacity = 6;

    private static readonly Gen<Step[]> _steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4], Gen.Int[1, 100], (kind, family, minutes) => new Step(kind, $"family-{family}", minutes)).Array[0, 60];

    [Fact]
    public void Any_sequence_of_steps_leaves_the_same_records() => _steps.Sample(steps =>
    {
        var table = new FamilyTable(Capacity);
        List<(string Id, string Family, DateTimeOffset Until)> held = [];
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
                // Every deadline is another one, so that the soonest is only one.
                var until = now.AddMinutes(step.Minutes).AddTicks(++number);
                var id = $"record-{number}";
                var evicted = table.Add(SecretHash.Of(id), id, step.Family, until, now);
                Assert.Equal(AddSlowly(held, ended, (id, step.Family, until), now), evicted);
            }
            Assert.Equal(held.Count, table.Count);
            Assert.All(held, r => Assert.Equal(r.Id, table.Find<string>(SecretHash.Of(r.Id))));
        }
    });

    private static bool AddSlowly(List<(string Id, string Family, DateTimeOffset Until)> held, HashSet<string> ended, (string Id, string Family, DateTimeOffset Until) record, DateTimeOffset now)
    {
        if (ended.Contains(record.Family)) return false;
        held.RemoveAll(r => r.Until <= now);
        var evicts = held.Count >= Capacity;
        if (evicts) held.Remove(held.MinBy(r => r.Until));
        held.Add(record);
        return evicts;
    }

    private sealed record Step(int Kind, string Family, int Minutes);
}
