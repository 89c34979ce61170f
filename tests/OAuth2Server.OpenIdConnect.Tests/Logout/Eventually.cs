namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>Waits for what another thread does.</summary>
internal static class Eventually
{
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    internal static async Task IsAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It did not happen: {what}");
            await Task.Delay(10);
        }
    }

    internal static Task LogsAsync(TestServer server, string text) =>
        IsAsync(() => Task.FromResult(server.Log.Text.Contains(text, StringComparison.Ordinal)), $"a line with '{text}'");
}
