using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OAuth2Server.Architecture.Tests;

/// <summary>The numbers of log lines: an operator finds a line by its number, so each has its own.</summary>
internal static class LogEventRules
{
    internal static IEnumerable<string> Violations(IEnumerable<SyntaxTree> trees)
    {
        var messages = trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>())
            .Where(attribute => attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute")
            .Select(attribute => (Id: IdOf(attribute), Place: Place(attribute))).ToList();
        foreach (var (_, place) in messages.Where(message => message.Id is null)) yield return $"{place}: the log message has no event id";
        foreach (var same in messages.Where(message => message.Id is not null).GroupBy(message => message.Id).Where(same => same.Count() > 1))
            yield return $"{string.Join(", ", same.Select(message => message.Place))}: the event id {same.Key} is used {same.Count()} times";
    }

    // The first argument, or the one named EventId.
    private static string? IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? [];
        var named = arguments.FirstOrDefault(argument => NameOf(argument).Equals("EventId", StringComparison.OrdinalIgnoreCase))?.Expression;
        var first = arguments.FirstOrDefault(argument => NameOf(argument).Length == 0)?.Expression;
        // LogLevel.Warning is a level without an id before it.
        return (named ?? (first is MemberAccessExpressionSyntax ? null : first))?.ToString();
    }

    private static string NameOf(AttributeArgumentSyntax argument) => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.ToString() ?? "";

    private static string Place(SyntaxNode node) => $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
