using System.Security.Cryptography;

namespace OAuth2Server.Reliability.Tests;

/// <summary>One user with the authorizations of this user. A step gets a new code or refreshes a token.</summary>
internal sealed class Worker(int user)
{
    internal UserSession Session { get; } = new(user);

    internal List<Chain> Chains { get; } = [];

    /// <summary>Does one step.</summary>
    internal async Task StepAsync(HttpClient http, CancellationToken ct)
    {
        if (Chains.Count > 0 && RandomNumberGenerator.GetInt32(10) < 7)
        {
            await Chains[RandomNumberGenerator.GetInt32(Chains.Count)].AdvanceAsync(http, ct);
            return;
        }
        var chain = new Chain(await Session.AuthorizeAsync(http, ct));
        Chains.Add(chain);
        await chain.AdvanceAsync(http, ct);
    }
}
