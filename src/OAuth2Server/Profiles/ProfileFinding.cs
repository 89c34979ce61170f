namespace OAuth2Server;

/// <summary>Where a rule is not kept.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="ClientId">The client; null where it is the server.</param>
/// <param name="Setting">The member of <see cref="OAuth2ServerOptions"/> or <see cref="Client"/> that decides it; null where it is a part
/// of the server, or among the properties of the client.</param>
/// <param name="Message">What was found and what can happen, as a sentence. It has no secret.</param>
public sealed record ProfileFinding(ProfileRule Rule, string? ClientId, string? Setting, string Message)
{
    /// <summary>The line for a log or a console.</summary>
    public override string ToString() =>
        $"{(ClientId is null ? "" : $"Client {ClientId}: ")}{Message} {Rule.Remedy} [{Rule.Id}, {Rule.Section}]";
}
