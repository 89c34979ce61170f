namespace OAuth2Server.Walks.Tests;

/// <summary>Rules for a walk. Each rule returns one sentence for each violation.</summary>
internal static class WalkRules
{
    // Values and grammar: each folder uses them, and they call nothing above them.
    private const string Leaves = "OAuth2Server/Protocol";
    private const string Header = "OAuth2Server.AspNetCore/Http/OAuthContextExtensions.HttpContextRequest.Header";

    /// <summary>Methods that a lower floor may enter, each with the reason.</summary>
    internal static readonly IReadOnlyDictionary<string, string> MayBeCalledFromBelow = new Dictionary<string, string>
    {
        [Header] = "The core reads a request through OAuthRequest, which the adapter implements.",
        ["Clients/ClientAuthentication.BySecretAsync"] =
            "The brute-force shield runs the verification that it is given: that is its one call.",
    };

    /// <summary>Methods that may be entered from several places of one walk, each with the reason. All methods of Protocol may.</summary>
    internal static readonly IReadOnlyDictionary<string, string> MayBeEnteredAgain = new Dictionary<string, string>
    {
        [Header] = "Each header is read where it is needed.",
        ["OAuth2Server.AspNetCore/Http/OAuthContextExtensions.GetOAuthContext"] =
            "Each part of ASP.NET Core finds the one context of a request by it.",
        ["Endpoints/EndpointCall.RunAsync"] = "Check and completion, authentication and scope are two calls, and each is measured.",
        ["Scopes/RegisteredScope.ValidateScopeAsync"] = "The scope is validated again when the user is known.",
        ["InMemory/InMemoryModel.Tokens.Add"] = "Each record of a token response is added.",
        ["InMemory/InMemoryModel.Consents.IsWithdrawn"] = "The look-up and the consumption both check for a withdrawn consent.",
        ["Model/Client.ProfileIn"] = "Each rule of a profile is at the check that it makes stricter.",
        ["Model/AuthorizationDetails.In"] = "The issuer looks for details that were granted, and the answer for those of the token.",
        ["Context/OAuthContext.UseParameters"] =
            "The check puts the parameters of a pushed request in the place of those that were sent, and back; the completion uses them.",
        ["Tokens/TokenIssuer.Earlier"] = "The access token and the refresh token each have an expiry.",
    };

    /// <summary>More files than a reader should open. Protocol's values are not counted: a walk does not stop at them.</summary>
    internal static IEnumerable<string> TooManyFiles(Walk walk, int most, params string[] without)
    {
        var files = Counted(walk, without).Select(step => step.Method.File).Distinct().Count();
        if (files > most) yield return $"{walk.Request} runs through {files} files, more than {most}";
    }

    /// <summary>More methods than a reader should follow, counted like the files.</summary>
    internal static IEnumerable<string> TooManyMethods(Walk walk, int most)
    {
        var methods = Counted(walk).Count();
        if (methods > most) yield return $"{walk.Request} runs through {methods} methods, more than {most}";
    }

    private static IEnumerable<Step> Counted(Walk walk, params string[] without) =>
        walk.Steps.Where(step => step.Method.Folder != Leaves && !without.Contains(step.Method.Folder));

    /// <summary>A method of a lower floor enters one of a higher floor: through a delegate or an abstract type.</summary>
    internal static IEnumerable<string> CallsUp(Walk walk) =>
        (from entry in walk.Entries
         where entry.Caller is { } caller && Floors.IsAbove(caller.Folder, entry.Method.Folder)
         where !MayBeCalledFromBelow.ContainsKey(entry.Method.ToString())
         let what = entry.IsLambda ? $"a lambda of {entry.Method}" : entry.Method.ToString()
         select $"{walk.Request}: {entry.Caller} enters {what}, which is above it ({entry.Site})").Distinct();

    /// <summary>A method is entered from several call sites. A loop is one call site, and so is a method that calls itself. A lambda
    /// is a part of the method around it: that another method calls it is no second entry.</summary>
    internal static IEnumerable<string> EntersAgain(Walk walk) =>
        from entry in walk.Entries
        where entry.Caller != entry.Method && !entry.IsLambda
        group entry by entry.Method into same
        where same.Key.Folder != Leaves && !MayBeEnteredAgain.ContainsKey(same.Key.ToString())
        let sites = same.Select(entry => $"{NameOf(entry.Caller)} ({entry.Site})").Distinct().ToArray()
        where sites.Length > 1
        select $"{walk.Request}: {same.Key} is entered from {string.Join(", ", sites)}";

    internal static string NameOf(SourceMethod? caller) => caller?.ToString() ?? "the framework";
}
