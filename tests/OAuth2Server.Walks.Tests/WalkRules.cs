namespace OAuth2Server.Walks.Tests;

/// <summary>What a walk may look like. Each rule gives a sentence for each violation.</summary>
internal static class WalkRules
{
    private const string Leaves = "OAuth2Server/Protocol";

    /// <summary>Methods that stand above their caller, each with the reason why it may.</summary>
    internal static readonly IReadOnlyDictionary<string, string> MayBeCalledFromBelow = new Dictionary<string, string>
    {
        ["OAuth2Server.AspNetCore/Http/HttpContextRequest.Header"] = "The core reads a request through OAuthRequest, which the adapter implements.",
    };

    /// <summary>Methods that may be entered from several places of one walk, each with the reason. Every method of the folder Protocol may.</summary>
    internal static readonly IReadOnlyDictionary<string, string> MayBeEnteredAgain = new Dictionary<string, string>
    {
        ["OAuth2Server.AspNetCore/Http/HttpContextRequest.Header"] = "Each of several headers is read where it is needed.",
    };

    internal static IEnumerable<string> TooManyFiles(Walk walk, int most) =>
        walk.Files.Count() is var files && files > most ? [$"{walk.Request} runs through {files} files, more than {most}"] : [];

    internal static IEnumerable<string> TooManyMethods(Walk walk, int most) =>
        walk.Steps.Count() is var methods && methods > most ? [$"{walk.Request} runs through {methods} methods, more than {most}"] : [];

    /// <summary>A method of a lower floor enters one of a higher floor: by a delegate, or by a type that is implemented above.</summary>
    internal static IEnumerable<string> CallsUp(Walk walk) =>
        (from entry in walk.Entries
         where entry.Caller is { } caller && Floors.IsAbove(caller.Folder, entry.Method.Folder) && !MayBeCalledFromBelow.ContainsKey(entry.Method.ToString())
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
