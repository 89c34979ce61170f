using Xunit;

namespace OAuth2Server.Testing;

/// <content>How long a pushed request is there, and saves of one that are repeated.</content>
public abstract partial class ModelContract
{
    /// <summary>Until it expires, and not longer: its parameters may be private.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_pushed_request_is_kept_until_it_expires()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var (fresh, used) = (store.New.Pushed(), store.New.Pushed());
        await SaveAsync(store, fresh);
        await SaveAsync(store, used);
        await ConsumeAsync(store, used.Record);
        var consumed = used.Record with { ConsumedAt = store.Clock.GetUtcNow() };
        foreach (var time in (DateTimeOffset[])[Start, Start.AddSeconds(30), fresh.Record.ExpiresAt.AddTicks(-1)])
        {
            await store.AdvanceToAsync(time);
            await store.PruneAsync();
            Same.Record(fresh.Record, await FindAsync(store, fresh));
            Same.Record(consumed, await FindAsync(store, used));
            Promise(
                !await ConsumeAsync(store, used.Record),
                "RevokePushedRequestAsync is false for the second caller, also after PruneAsync.");
        }
        await store.AdvanceToAsync(fresh.Record.ExpiresAt);
        await store.PruneAsync();
        await IsPrunedAsync(store, fresh);
        await IsPrunedAsync(store, used);
    }

    /// <summary>The user signs in for longer than the lifetime in the answer to the client (<c>expires_in</c>).</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_visited_pushed_request_is_kept_until_its_new_expiry()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var (visited, used) = (store.New.Pushed(), store.New.Pushed());
        var until = Start.AddMinutes(30);
        List<Held<PushedRequest>> expected = [];
        foreach (var request in (Held<PushedRequest>[])[visited, used])
        {
            await SaveAsync(store, request);
            await VisitAsync(store, request.Record, until);
            expected.Add(request with { Record = request.Record with { VisitedAt = Start, ExpiresAt = until } });
        }
        await ConsumeAsync(store, used.Record);
        expected[1] = used with { Record = expected[1].Record with { ConsumedAt = Start } };
        foreach (var time in (DateTimeOffset[])[visited.Record.ExpiresAt, visited.Record.ExpiresAt.AddMinutes(10), until.AddTicks(-1)])
        {
            await store.AdvanceToAsync(time);
            await store.PruneAsync();
            foreach (var request in expected) Same.Record(request.Record, await FindAsync(store, request));
        }
        await store.AdvanceToAsync(until);
        await store.PruneAsync();
        foreach (var request in expected) await IsPrunedAsync(store, request);
    }

    /// <summary>A request that becomes fresh again gives a second answer.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_repeated_save_never_overwrites_a_visited_or_consumed_pushed_request()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var (fresh, visited, used) = (store.New.Pushed(), store.New.Pushed(), store.New.Pushed());
        foreach (var request in (Held<PushedRequest>[])[fresh, visited, used]) await SaveAsync(store, request);
        var until = Start.AddMinutes(30);
        await VisitAsync(store, visited.Record, until);
        await ConsumeAsync(store, used.Record);
        Held<PushedRequest>[] expected =
        [
            fresh, visited with { Record = visited.Record with { VisitedAt = Start, ExpiresAt = until } },
            used with { Record = used.Record with { ConsumedAt = Start } },
        ];
        foreach (var (saved, request) in expected.Zip([fresh, visited, used]))
        {
            await MayThrowAsync(() => SaveAsync(store, request));
            Same.Record(saved.Record, await FindAsync(store, request));
        }
    }

    /// <summary>The second client would get the request of the first.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_save_of_another_pushed_request_with_the_same_text_throws_and_changes_nothing()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        var request = store.New.Pushed();
        await SaveAsync(store, request);
        var other = request.Record with { Parameters = request.Record.Parameters + "&nonce=1", ExpiresAt = Start.AddHours(1) };
        Promise(
            await MayThrowAsync(() => SaveAsync(store, other)),
            "SavePushedRequestAsync throws for another request with the same text: the generator repeats itself.");
        Same.Record(request.Record, await FindAsync(store, request));
    }

    /// <summary>It is saved, or the call has thrown; the same for its use.</summary>
    [Fact, Capability(typeof(IPushedRequestModel))]
    public async Task A_cancelled_save_or_use_of_a_pushed_request_says_what_happened()
    {
        await using var store = await OpenAsync<IPushedRequestModel>();
        await CancelledAtEveryMomentAsync(async ct =>
        {
            var (request, other) = (store.New.Pushed(), store.New.Pushed());
            var saved = await CompletesAsync(() => store.CallAsync(c => c.SaveAsync(request.Record, ct)));
            Promise(
                await FindAsync(store, request) is not null || !saved,
                "A SavePushedRequestAsync that returned has saved the request, also when it was cancelled.");
            await SaveAsync(store, other);
            await FindsAsync(
                () => store.CallAsync(c => c.FindPushedAsync(other.Secret, ct)), nameof(IPushedRequestModel.GetPushedRequestAsync));
            var used = await CompletesAsync(() => store.CallAsync(c => c.ConsumeAsync(other.Record, ct)));
            Promise(
                (await FindAsync(store, other))?.ConsumedAt is not null || !used,
                "A RevokePushedRequestAsync that returned has consumed the request, also when it was cancelled.");
        });
    }

    private static async Task IsPrunedAsync(Store store, Held<PushedRequest> request)
    {
        if (!store.Can<IPruningModel>()) return;
        Promise(await FindAsync(store, request) is null, "PruneAsync removes a pushed request that has expired, consumed or not.");
    }
}
