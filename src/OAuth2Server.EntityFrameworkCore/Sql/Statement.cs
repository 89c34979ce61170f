namespace OAuth2Server.EntityFrameworkCore;

/// <summary>SQL that is one round trip: a query, or writes that take effect together or not at all.</summary>
internal sealed class Statement
{
    private Statement(bool writes, string[] parts, string[] parameters)
    {
        (Writes, Parameters) = (writes, parameters);
        Parts = [.. parts.Select(text => new Part(text, ParametersIn(text)))];
    }

    /// <summary>The names of the parameters, without the @, in the order in which their values are given.</summary>
    internal string[] Parameters { get; }

    /// <summary>The SQL statements, in the order in which they are run.</summary>
    internal Part[] Parts { get; }

    /// <summary>False for a query that changes nothing.</summary>
    internal bool Writes { get; }

    internal static Statement Query(string text, params string[] parameters) => new(false, [text], parameters);

    internal static Statement Write(string text, params string[] parameters) => new(true, [text], parameters);

    internal static Statement Write(string[] parts, string[] parameters) => new(true, parts, parameters);

    // Names in quotes are the application's: what stands in them is no parameter.
    private int[] ParametersIn(string text)
    {
        var used = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\'')
            {
                i = text.IndexOf(text[i], i + 1);
                continue;
            }
            if (text[i] != '@') continue;
            var end = i + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
            var name = text[(i + 1)..end];
            var index = Array.IndexOf(Parameters, name);
            if (index < 0) throw new ArgumentException($"The parameter @{name} has no value.", nameof(text));
            if (!used.Contains(index)) used.Add(index);
        }
        return [.. used];
    }

    /// <summary>One SQL statement.</summary>
    /// <param name="Text">The SQL.</param>
    /// <param name="Used">Which parameters it has, as places in <see cref="Parameters"/>, in the order in which they first stand in the
    /// text: SQLite numbers them so.</param>
    internal sealed record Part(string Text, int[] Used);
}
