using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IPushedRequestModel"/>: what comes back, the first visit, and the one use.</content>
public abstract partial class ModelContract
{
    /// <summary>The parameters are those that the client sent, to the last character.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_pushed_request_comes_back_with_every_member()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var full = store.New.Pushed(request => request with
        {
            Issuer = LongUri("issuer", 300),
            Parameters = Long("scope=a+b&state=%E2%82%AC%00&claims={\"é\":'\\'}&x=🙂&y=", 8192),
            ExpiresAt = request.ExpiresAt.AddTicks(7),
            Properties = LongData().With("unknown", "").With("dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
        });
        foreach (var request in (Held<PushedRequest>[])[full, store.New.Pushed(), store.New.Pushed(r => r with { Parameters = "" })])
        {
            await SaveAsync(store, request);
            Same.Record(request.Record, await FindAsync(store, request));
        }
        Same.Record(full.Record, await FindAsync(store, full));
    }

    /// <summary>Null is <c>invalid_request_uri</c>. An exception would be <c>server_error</c>, which no request may cause.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task An_unknown_reference_is_null_and_never_an_error()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var request = store.New.Pushed();
        Promise(await FindAsync(store, request) is null, "GetPushedRequestAsync gives null before the request is saved.");
        await SaveAsync(store, request);
        string[] unknown = [Texts.OtherCase(request.Text), request.Text[..^1], request.Text + " ", new('x', 20_000), .. Hostile];
        foreach (var text in unknown)
        {
            Promise(
                await FindPushedAsync(store, text) is null,
                $"GetPushedRequestAsync gives null for an unknown reference, also for '{text[..Math.Min(text.Length, 50)]}'.");
        }
        Promise(
            !await ConsumeAsync(store, store.New.Pushed().Record),
            "RevokePushedRequestAsync is false for a request that does not exist.");
    }

    /// <summary>A part of the hash is not the key.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_pushed_request_is_found_visited_and_consumed_by_its_whole_hash_only()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var request = store.New.Pushed();
        var near = Near(request.Record.Hash).Select(hash => store.New.Pushed().Record with { Hash = hash }).ToArray();
        foreach (var other in near) await SaveNearAsync(() => SaveAsync(store, other));
        Promise(await FindAsync(store, request) is null, $"GetPushedRequestAsync gives null for another hash. {AllOfTheHash}");

        await SaveNearAsync(() => SaveAsync(store, request));
        foreach (var other in near)
        {
            await VisitAsync(store, other, store.Clock.GetUtcNow().AddHours(1));
            Promise(await ConsumeAsync(store, other), $"RevokePushedRequestAsync is true for the first caller. {AllOfTheHash}");
        }
        Same.Record(request.Record, await FindAsync(store, request));
    }

    /// <summary>The first visit gives the user time to sign in. A later one gives no more: otherwise a reference would never
    /// expire.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task Only_the_first_visit_of_a_pushed_request_counts()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var (request, other) = (store.New.Pushed(), store.New.Pushed());
        await SaveAsync(store, request);
        await SaveAsync(store, other);
        await store.AdvanceAsync(TimeSpan.FromSeconds(10));
        var visited = request.Record with
        {
            VisitedAt = store.Clock.GetUtcNow(),
            ExpiresAt = store.Clock.GetUtcNow().AddMinutes(30).AddTicks(3),
        };
        await VisitAsync(store, request.Record, visited.ExpiresAt);
        Same.Record(visited, await FindAsync(store, request));

        await store.AdvanceAsync(TimeSpan.FromSeconds(30));
        // As it was found before the first visit, and as it is found now.
        foreach (var found in (PushedRequest[])[request.Record, visited])
        {
            await VisitAsync(store, found, store.Clock.GetUtcNow().AddDays(1));
            Same.Record(visited, await FindAsync(store, request));
        }
        Same.Record(other.Record, await FindAsync(store, other));
    }

    /// <summary>Two windows of a browser at the same moment: both times are those of one of them.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task Of_many_visits_at_the_same_moment_one_counts()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var request = store.New.Pushed();
            await SaveAsync(store, request);
            var start = store.Clock.GetUtcNow();
            await Race.TogetherAsync(store, Callers, async (caller, i) =>
            {
                var context = new TestOAuthRequest().At(start.AddTicks(i));
                await caller.As<IPushedRequestModel>().VisitPushedRequestAsync(
                    request.Record, start.AddHours(1).AddTicks(i), context, default);
                return true;
            });
            var found = await FindAsync(store, request);
            Promise(
                found?.VisitedAt is { } visited && found.ExpiresAt - visited == TimeSpan.FromHours(1),
                $"Of {Callers} parallel VisitPushedRequestAsync one sets both times; found: visited {found?.VisitedAt:O}, expires "
                    + $"{found?.ExpiresAt:O}.");
        });
    }

    /// <summary>The request gives one answer (RFC 9126 §7.3). A second use is recognised, and not taken for an unknown
    /// reference.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_pushed_request_is_consumed_once_and_found_as_consumed()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        foreach (var isVisited in (bool[])[true, false])
        {
            var request = store.New.Pushed();
            await SaveAsync(store, request);
            var expected = request.Record;
            if (isVisited)
            {
                var until = store.Clock.GetUtcNow().AddMinutes(30);
                await VisitAsync(store, request.Record, until);
                expected = expected with { VisitedAt = store.Clock.GetUtcNow(), ExpiresAt = until };
            }
            await store.AdvanceAsync(TimeSpan.FromSeconds(3));
            expected = expected with { ConsumedAt = store.Clock.GetUtcNow() };
            Promise(await ConsumeAsync(store, request.Record), "RevokePushedRequestAsync is true for the first caller.");
            Same.Record(expected, await FindAsync(store, request));

            await store.AdvanceAsync(TimeSpan.FromSeconds(3));
            Promise(!await ConsumeAsync(store, request.Record), "RevokePushedRequestAsync is false for the second caller.");
            Same.Record(expected, await FindAsync(store, request));
        }
    }

    /// <summary>Two windows in which the user clicks: one gets a code.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task One_pushed_request_consumed_by_many_callers_is_consumed_once()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var request = store.New.Pushed();
            await SaveAsync(store, request);
            var won = await Race.TogetherAsync(store, Callers, async (caller, _) =>
                await caller.FindPushedAsync(request.Secret) is { ConsumedAt: null } found && await caller.ConsumeAsync(found));
            OneWinner(won, nameof(IPushedRequestModel.RevokePushedRequestAsync));
        });
    }

    private static Task SaveAsync(Store store, Held<PushedRequest> request) => SaveAsync(store, request.Record);

    private static Task SaveAsync(Store store, PushedRequest request) => store.CallAsync(c => c.SaveAsync(request));

    private static Task<PushedRequest?> FindAsync(Store store, Held<PushedRequest> request) => FindPushedAsync(store, request.Text);

    private static Task<PushedRequest?> FindPushedAsync(Store store, string reference) =>
        store.CallAsync(c => c.FindPushedAsync(new(reference)));

    private static Task VisitAsync(Store store, PushedRequest request, DateTimeOffset expiresAt) =>
        store.CallAsync(c => c.VisitAsync(request, expiresAt));

    private static Task<bool> ConsumeAsync(Store store, PushedRequest request) => store.CallAsync(c => c.ConsumeAsync(request));
}
