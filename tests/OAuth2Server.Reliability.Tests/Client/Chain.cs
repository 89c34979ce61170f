namespace OAuth2Server.Reliability.Tests;

/// <summary>One authorization as its client knows it: from the code through every rotation.</summary>
internal sealed class Chain(Code code)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private long _sent;

    internal Code Code => code;

    /// <summary>Every access token received.</summary>
    internal List<string> Access { get; } = [];

    /// <summary>The newest refresh token received; null until the code is redeemed.</summary>
    internal string? Refresh { get; private set; }

    /// <summary>Whether a request was sent whose answer never came.</summary>
    internal bool IsInFlight { get; private set; }

    /// <summary>How long ago its code was received.</summary>
    internal TimeSpan Age => TimeProvider.System.GetElapsedTime(_began);

    /// <summary>How long ago the last request was sent.</summary>
    internal TimeSpan SinceSent => TimeProvider.System.GetElapsedTime(_sent);

    /// <summary>Uses the newest credential: the refresh token, or the code while there is none.</summary>
    internal async Task AdvanceAsync(HttpClient http, CancellationToken ct)
    {
        (_sent, IsInFlight) = (TimeProvider.System.GetTimestamp(), true);
        Receive(await SendAsync(http, ct));
    }

    /// <summary>Sends the request without taking note of what comes back.</summary>
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
