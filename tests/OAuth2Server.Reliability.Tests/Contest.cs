namespace OAuth2Server.Reliability.Tests;

/// <summary>Many callers use one credential at both servers in parallel.</summary>
internal sealed class Contest(TwoNodes nodes, UserSession session, int callers, CancellationToken ct)
{
    private int _turn;

    internal int Redeemed { get; private set; }

    internal int Refused { get; private set; }

    internal int Repeated { get; private set; }

    /// <summary>All callers redeem one code. One gets tokens, and the attempts of the others revoke these tokens on both servers.</summary>
    internal async Task RedeemOneCodeAsync()
    {
        var code = await AuthorizeAsync();
        var answers = await nodes.SendInParallelAsync(callers, http => TokenClient.RedeemAsync(http, code, ct));

        var granted = Assert.Single(answers, answer => answer.Status == 200);
        foreach (var answer in answers.Where(answer => answer != granted))
            Assert.True(answer.IsInvalidGrant, $"{answer.Status}: {answer.Body}");
        await AssertRevokedAsync(granted);
        Redeemed++;
        Refused += answers.Length - 1;
    }

    /// <summary>All callers use one refresh token. All get the same answer with one successor, which both servers accept.</summary>
    internal async Task<RefreshedTwice> RefreshOneTokenAsync()
    {
        var first = (await TokenClient.RedeemAsync(nodes.One, await AuthorizeAsync(), ct)).Granted();
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.Other, first.Access, ct));

        var answers = await nodes.SendInParallelAsync(callers, http => TokenClient.RefreshAsync(http, first.Refresh, ct));
        var answer = Assert.Single(answers.Select(a => a.Granted().Body).Distinct());
        Assert.Equal(1, await nodes.Store.UnusedInFamilyAsync(first.Refresh, ct));
        Assert.Equal(2, await nodes.Store.MadeInFamilyAsync(first.Refresh, ct));
        Repeated += answers.Length;

        var second = new TokenAnswer(200, answer);
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.One, second.Access, ct));
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.Other, second.Access, ct));
        return new(first, (await TokenClient.RefreshAsync(nodes.Other, second.Refresh, ct)).Granted());
    }

    /// <summary>Reuse of a consumed refresh token at one server revokes the family at the other.</summary>
    internal async Task ReuseAsync(RefreshedTwice chain)
    {
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.Other, chain.Newest.Access, ct));
        Assert.True((await TokenClient.RefreshAsync(nodes.One, chain.Consumed.Refresh, ct)).IsInvalidGrant);
        await AssertRevokedAsync(chain.Newest);
    }

    // The servers authorize in turn. Both redeem every code.
    private Task<Code> AuthorizeAsync() => session.AuthorizeAsync(_turn++ % 2 == 0 ? nodes.One : nodes.Other, ct);

    private async Task AssertRevokedAsync(TokenAnswer tokens)
    {
        foreach (var http in new[] { nodes.One, nodes.Other })
        {
            Assert.Equal(401, await TokenClient.ReadAsync(http, tokens.Access, ct));
            Assert.True((await TokenClient.RefreshAsync(http, tokens.Refresh, ct)).IsInvalidGrant);
        }
    }
}

/// <summary>A first answer, whose refresh token was consumed long ago, and the newest answer of the same family.</summary>
internal sealed record RefreshedTwice(TokenAnswer Consumed, TokenAnswer Newest);
