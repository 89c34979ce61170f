using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server.Host;

/// <summary>The server cannot start, for reasons that the operator can mend: each is one line that says what to change.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without problems there is nothing to mend.")]
internal sealed class StartException(params IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One line each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
