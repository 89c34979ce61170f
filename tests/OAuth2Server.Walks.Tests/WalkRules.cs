namespace OAuth2Server.Walks.Tests;

/// <summary>Rules for a walk. Each rule returns one sentence for each violation.</summary>
internal static class WalkRules
{
    // Values and grammar: each folder uses them, and they call nothing above them.
    private const string Leaves = "OAuth2Server/Protocol";
    private const string Header = "OAuth2Server.AspNetCore/Http/HttpContextRequest.Header";

    /// <summary>Methods that a lower floor may enter, each with the reason.</summary>
    internal static readonly IReadOnlyDictionary<string, string> MayBeCalledFromBelow = new Dictionary<string, string>
    {
        [Header] = "The core reads a request through OAuthRequest, which the adapter implements.",
    };

    /// <summary>Methods that may be entered from several places of one walk, each with the reason. All methods of Protocol may.</summary>
    internal static readonly IReadOnlyDictionary<string, string> MayBeEnteredAgain = new Dictionary<string, string>
    {
        [Header] = "Each header is read where it is needed.",
    };

    internal static IEnumerable<string> TooManyFiles(Walk walk, int most) =>
        walk.Files.Count() is var files && files > most ? [$"{walk.Request} runs through {files} files, more than {most}"] : [];

    internal static IEnumerable<string> TooManyMethods(Walk walk, int most) =>
        walk.Steps.Count() is var methods && methods > most ? [$"{walk.Request} runs through {methods} methods, more than {most}"] : [];

    /// <summary>A method of a lower floor enters one of a higher floor: through a delegate or an abstract type.</summary>
    internal static IEnumerable<string> CallsUp(Walk walk) =>
        (from entry in walk.Entries
         where entry.Caller is { } caller && Floors.IsAbove(caller.Folder, entry.Method.Folder)
         where !MayBeCalledFromBelow.ContainsKey(entry.Method.ToString())
         let what = entry.IsLambda ? $"a lambda of {entry.Method}" : entry.Method.ToString()
         select $"{walk.Request}: {entry.Caller} enters {what}, which is above it ({entry.Site})").Distinct();

    /// <summary>A method is entered from several call sites. A loop is one call site, and so is a method that calls itself.</summary>
    internal static IEnumerable<string> EntersAgain(Walk walk) =>
        from entry in walk.Entries
        where entry.Caller != entry.Method
        group entry by entry.Method into same
        where same.Key.Folder != Leaves && !MayBeEnteredAgain.ContainsKey(same.Key.ToString())
        let sites = same.Select(entry => $"{NameOf(entry.Caller)} ({entry.Site})").Distinct().ToArray()
        where sites.Length > 1
        select $"{walk.Request}: {same.Key} is entered from {string.Join(", ", sites)}";

    internal static string NameOf(SourceMethod? caller) => caller?.ToString() ?? "the framework";
}
