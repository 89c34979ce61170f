using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>What the sign-out page shows: a question to the signed-in user, or what is left to do after the sign-out.</summary>
public sealed class LogoutPrompt
{
    private readonly Func<ValueTask<IResult>>? _confirm;

    internal LogoutPrompt(LogoutQuestion question, string ticket, Func<ValueTask<IResult>> confirm) =>
        (ClientName, Ticket, _confirm) = (question.ClientName, ticket, confirm);

    internal LogoutPrompt(SignedOut end) =>
        (ClientName, Target, GoesOn, Frames) = (end.ClientName, end.Target, end.GoesOn, end.Frames);

    /// <summary>Whether the user must be asked: show a form with the <see cref="Ticket"/>, and call <see cref="ConfirmAsync"/> when it
    /// comes back. False after the sign-out.</summary>
    public bool IsQuestion => _confirm is not null;

    /// <summary>The name of the client that asks for the sign-out; null when the request names none.</summary>
    public string? ClientName { get; }

    /// <summary>What the form sends back in its field <c>ticket</c>; null when there is no question.</summary>
    public string? Ticket { get; }

    /// <summary>After the sign-out: where the browser may go, at the client; null for nowhere.</summary>
    public string? Target { get; }

    /// <summary>Whether the browser should go to <see cref="Target"/> by itself, as soon as the frames had time to load. False where no
    /// client proved that it asked for the sign-out: show a link.</summary>
    public bool GoesOn { get; }

    /// <summary>After the sign-out: the pages of clients to load in frames that the user does not see (OpenID Connect Front-Channel Logout
    /// 1.0). Allow exactly their origins in the policy of the page (<c>frame-src</c>).</summary>
    public ImmutableArray<string> Frames { get; } = [];

    /// <summary>The user confirms: the session ends.</summary>
    /// <returns>The redirect to the client, or to the page that says that the user is signed out.</returns>
    /// <exception cref="InvalidOperationException">There is no question.</exception>
    public ValueTask<IResult> ConfirmAsync() =>
        _confirm?.Invoke() ?? throw new InvalidOperationException("There is no question to confirm: the user is signed out.");

    /// <summary>The client: the ticket is the user's secret.</summary>
    public override string ToString() => $"LogoutPrompt({ClientName})";
}
