using System.Reflection;
using System.Text.Json;

namespace OAuth2Server.Walks.Tests;

/// <summary>What one HTTP request ran through, with the names of the sources.</summary>
/// <param name="Name">The name of the walk; the walk of an authorization has three requests.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Entries">Every entry, in the order of time.</param>
/// <param name="Made">How many objects of each type of the product were made.</param>
internal sealed record Walk(string Name, string Request, IReadOnlyList<Step> Entries, IReadOnlyDictionary<string, int> Made)
{
    private static readonly Lazy<Task<IReadOnlyList<Walk>>> Recording = new(RecordAsync);

    /// <summary>The requests, recorded once for all tests.</summary>
    internal static Task<IReadOnlyList<Walk>> All => Recording.Value;

    /// <summary>The first entry of each method, in the order of time.</summary>
    internal IEnumerable<Step> Steps => Entries.DistinctBy(entry => entry.Method);

    internal IEnumerable<string> Files => Entries.Select(entry => entry.Method.File).Distinct();

    private static async Task<IReadOnlyList<Walk>> RecordAsync()
    {
        var weaver = new Weaver();
        var tests = typeof(Application).Assembly.GetName();
        var application = new WovenContext(weaver).LoadFromAssemblyName(tests).GetType(typeof(Application).FullName!)!;
        var record = application.GetMethod(nameof(Application.RecordAsync), BindingFlags.Public | BindingFlags.Static)!;
        var recorded = JsonSerializer.Deserialize<List<Recorded>>(await (Task<string>)record.Invoke(null, null)!)!;
        var methods = weaver.Methods;
        return [.. recorded.Select(request => new Walk(request.Walk, request.Request, [.. request.Entries.Select(StepOf)], request.Made))];

        Step StepOf(Entry entry) => new(
            methods[entry.Method],
            entry.Caller is { } caller ? methods[caller] : null,
            entry.Site is { } site ? weaver.LineOf(site) : "",
            entry.Depth,
            entry.IsLambda);
    }
}

/// <summary>One entry of a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Caller">The method of the product that calls it; null when the framework does.</param>
/// <param name="Site">The file and line of the call.</param>
/// <param name="Depth">How many calls of the product are around this one.</param>
/// <param name="IsLambda">True when a lambda of the method was entered, not the method itself.</param>
internal sealed record Step(SourceMethod Method, SourceMethod? Caller, string Site, int Depth = 0, bool IsLambda = false);
