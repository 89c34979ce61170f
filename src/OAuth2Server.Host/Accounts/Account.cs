namespace OAuth2Server.Host;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Subject">The stable identifier that clients see.</param>
/// <param name="Username">What the person types.</param>
internal sealed record Account(string Subject, string Username)
{
    /// <summary>The account as the resource owner it is.</summary>
    internal User ToUser() => new(Subject);
}
