namespace OAuth2Server.Reliability.Tests;

/// <summary>One authorization as its client has it: the code and every token that was issued from it.</summary>
internal sealed class Chain(Code code)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private long _sent;

    internal Code Code => code;

    /// <summary>All access tokens that the client received.</summary>
    internal List<string> Access { get; } = [];

    /// <summary>The newest refresh token that the client received; null until the code is redeemed.</summary>
    internal string? Refresh { get; private set; }

    /// <summary>Whether the client sent a request and did not receive the answer.</summary>
    internal bool IsInFlight { get; private set; }

    /// <summary>The time since the client received the code.</summary>
    internal TimeSpan Age => TimeProvider.System.GetElapsedTime(_began);

    /// <summary>The time since the client sent the last request.</summary>
    internal TimeSpan SinceSent => TimeProvider.System.GetElapsedTime(_sent);

    /// <summary>Uses the newest credential: the refresh token, or the code before there is one.</summary>
    internal async Task AdvanceAsync(HttpClient http, CancellationToken ct)
    {
        (_sent, IsInFlight) = (TimeProvider.System.GetTimestamp(), true);
        Receive(await SendAsync(http, ct));
    }

    /// <summary>Sends the request. It does not store the answer.</summary>
    internal Task<TokenAnswer> SendAsync(HttpClient http, CancellationToken ct) =>
        Refresh is { } refresh ? TokenClient.RefreshAsync(http, refresh, ct) : TokenClient.RedeemAsync(http, code, ct);

    internal void Receive(TokenAnswer answer)
    {
        answer.Granted();
        Access.Add(answer.Access);
        Refresh = answer.Refresh;
        IsInFlight = false;
    }
}
