using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server.Host;

/// <summary>The server cannot start, and the operator can solve the problems. Each problem is one line that says what to change.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It needs problems.")]
internal sealed class StartException(params IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The problems, one line each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
