namespace OAuth2Server.Reliability.Tests;

/// <summary>Many callers want one thing at both servers at once.</summary>
internal sealed class Contest(TwoNodes nodes, UserSession session, int callers, CancellationToken ct)
{
    private int _turn;

    internal int Redeemed { get; private set; }

    internal int Refused { get; private set; }

    internal int Repeated { get; private set; }

    /// <summary>One code for everybody: one gets tokens, and the others' tries end what he got, on both servers.</summary>
    internal async Task RedeemOneCodeAsync()
    {
        var code = await AuthorizeAsync();
        var answers = await nodes.AllAtOnceAsync(callers, http => TokenClient.RedeemAsync(http, code, ct));

        var granted = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer != granted), answer => Assert.True(answer.IsInvalidGrant, $"{answer.Status}: {answer.Body}"));
        await AssertDeadAsync(granted);
        Redeemed++;
        Refused += answers.Length - 1;
    }

    /// <summary>One refresh token for everybody: all get the same answer, and one successor is stored. Its tokens are good at both servers.</summary>
    internal async Task<RefreshedTwice> RefreshOneTokenAsync()
    {
        var first = (await TokenClient.RedeemAsync(nodes.One, await AuthorizeAsync(), ct)).Granted();
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.Other, first.Access, ct));

        var answers = await nodes.AllAtOnceAsync(callers, http => TokenClient.RefreshAsync(http, first.Refresh, ct));
        var answer = Assert.Single(answers.Select(a => a.Granted().Body).Distinct());
        Assert.Equal(1, await nodes.Store.LiveInFamilyAsync(first.Refresh, ct));
        Assert.Equal(2, await nodes.Store.MadeInFamilyAsync(first.Refresh, ct));
        Repeated += answers.Length;

        var second = new TokenAnswer(200, answer);
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.One, second.Access, ct));
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.Other, second.Access, ct));
        return new(first, (await TokenClient.RefreshAsync(nodes.Other, second.Refresh, ct)).Granted());
    }

    /// <summary>The stale token at one server ends the family at the other.</summary>
    internal async Task ReplayAsync(RefreshedTwice chain)
    {
        Assert.Equal(200, await TokenClient.ReadAsync(nodes.Other, chain.Newest.Access, ct));
        Assert.True((await TokenClient.RefreshAsync(nodes.One, chain.Stale.Refresh, ct)).IsInvalidGrant);
        await AssertDeadAsync(chain.Newest);
    }

    // Asked at one server, redeemed at whichever comes.
    private Task<Code> AuthorizeAsync() => session.AuthorizeAsync(_turn++ % 2 == 0 ? nodes.One : nodes.Other, ct);

    private async Task AssertDeadAsync(TokenAnswer tokens)
    {
        foreach (var http in new[] { nodes.One, nodes.Other })
        {
            Assert.Equal(401, await TokenClient.ReadAsync(http, tokens.Access, ct));
            Assert.True((await TokenClient.RefreshAsync(http, tokens.Refresh, ct)).IsInvalidGrant);
        }
    }
}

/// <summary>A first answer, whose refresh token is stale, and the third, which is the newest.</summary>
internal sealed record RefreshedTwice(TokenAnswer Stale, TokenAnswer Newest);
