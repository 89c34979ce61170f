using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OAuth2Server.Architecture.Tests;

/// <summary>Rules for event ids. An operator finds a log message by its event id, so each message has its own.</summary>
internal static class LogEventRules
{
    internal static IEnumerable<string> Violations(IEnumerable<SyntaxTree> trees)
    {
        var messages = trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>())
            .Where(attribute => attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute")
            .Select(attribute => (Id: IdOf(attribute), Place: FileRules.Place(attribute))).ToList();
        foreach (var same in messages.GroupBy(message => message.Id))
        {
            var places = string.Join(", ", same.Select(message => message.Place));
            if (same.Key is null) yield return $"{places}: the log message has no event id";
            else if (same.Count() > 1) yield return $"{places}: the event id {same.Key} is used {same.Count()} times";
        }
    }

    // The first argument, or the one named EventId.
    private static string? IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? [];
        var named = arguments.FirstOrDefault(argument => NameOf(argument) is "EventId" or "eventId")?.Expression;
        var first = arguments.FirstOrDefault(argument => NameOf(argument) is null)?.Expression;
        // A first argument such as LogLevel.Warning is the level: the message has no id.
        return (named ?? (first is MemberAccessExpressionSyntax ? null : first))?.ToString();
    }

    private static string? NameOf(AttributeArgumentSyntax argument) => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.ToString();
}
