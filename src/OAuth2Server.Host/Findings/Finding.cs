namespace OAuth2Server.Host;

/// <summary>How serious a finding is.</summary>
internal enum Severity
{
    /// <summary>The operator should know it.</summary>
    Warning,

    /// <summary>The server does not start.</summary>
    Error,
}

/// <summary>Something in the configuration or around it that is wrong or dangerous.</summary>
/// <param name="Id">A stable name, in lower case with hyphens.</param>
/// <param name="Severity">How serious it is.</param>
/// <param name="What">What was found and what can happen, as a sentence that begins with the key or the place.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
/// <param name="Rule">The section that it violates; null if no document has a rule.</param>
internal sealed record Finding(string Id, Severity Severity, string What, string Remedy, string? Rule = null)
{
    internal static Finding Error(string id, string what, string remedy, string? rule = null) =>
        new(id, Severity.Error, what, remedy, rule);

    internal static Finding Warning(string id, string what, string remedy, string? rule = null) =>
        new(id, Severity.Warning, what, remedy, rule);

    /// <summary>The line for the log and for standard error.</summary>
    public override string ToString() => Rule is null ? $"{What} {Remedy} [{Id}]" : $"{What} {Remedy} [{Id}, {Rule}]";
}
