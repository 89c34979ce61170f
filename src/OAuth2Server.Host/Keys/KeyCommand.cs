using System.CommandLine;
using System.Globalization;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The command <c>keys</c>: shows the signing keys of the store and replaces them. Running nodes see the change when they read the
/// keys the next time (<c>Keys:RefreshEvery</c>).</summary>
internal static class KeyCommand
{
    private static readonly Option<bool> Immediate = new("--immediate")
    {
        Description = "The new keys sign immediately. Resource servers that have not read them refuse tokens until they do.",
    };

    private static readonly Option<bool> Compromised = new("--compromised")
    {
        Description = "An attacker has the keys: the new keys sign immediately, and the old ones are not published any more. "
            + "Resource servers refuse all tokens that were issued before.",
    };

    /// <summary>Makes the command.</summary>
    /// <param name="arguments">Reads the arguments that every command has.</param>
    /// <param name="shared">The options and arguments that every command has.</param>
    internal static Command Create(Func<ParseResult, HostArguments> arguments, IReadOnlyList<Symbol> shared)
    {
        var list = New("list", "Prints the keys, with their state and their times.", shared);
        list.SetAction((parsed, cancel) => RunAsync(arguments(parsed), null, parsed.InvocationConfiguration, cancel));
        var rotate = New("rotate", "Replaces the keys before their time. Without an option new keys are published now and sign after "
            + "Keys:PublishedBefore, and no token is refused.", shared);
        rotate.Add(Immediate);
        rotate.Add(Compromised);
        rotate.SetAction((parsed, cancel) => RunAsync(
            arguments(parsed),
            parsed.GetValue(Compromised) ? KeyRotation.Compromised
                : parsed.GetValue(Immediate) ? KeyRotation.Immediate
                : KeyRotation.Scheduled,
            parsed.InvocationConfiguration,
            cancel));
        return new("keys", "Shows or replaces the keys that sign tokens.") { list, rotate };
    }

    private static Command New(string name, string description, IReadOnlyList<Symbol> shared)
    {
        var command = new Command(name, description);
        foreach (var symbol in shared)
        {
            if (symbol is Option option) command.Add(option);
            else if (symbol is Argument argument) command.Add(argument);
        }
        return command;
    }

    private static async Task<int> RunAsync(
        HostArguments arguments, KeyRotation? rotation, InvocationConfiguration console, CancellationToken cancel)
    {
        try
        {
            await using var app = await HostApplication.OpenAsync(arguments, cancel);
            await using var scope = app.Services.CreateAsyncScope();
            var model = scope.ServiceProvider.GetRequiredService<ISigningKeyModel>();
            var keys = scope.ServiceProvider.GetRequiredService<SigningKeys>();
            if (rotation is { } how) await keys.RotateAsync(model, how, cancel);
            else await keys.RefreshAsync(model, cancel);
            var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
            var ring = await model.GetSigningKeysAsync(cancel);
            await console.Output.WriteLineAsync(Table([Header, .. ring.Keys.Select(key => Row(key, now))]));
            foreach (var problem in keys.Problems) await console.Error.WriteLineAsync(problem.Message);
            return keys.Problems.Count == 0 ? 0 : 1;
        }
        catch (StartException refused)
        {
            foreach (var problem in refused.Problems) await console.Error.WriteLineAsync(problem);
            return 1;
        }
    }

    private static readonly string[] Header = ["KEY", "ALGORITHM", "STATE", "PUBLISHED", "SIGNS", "RETIRES", "REMOVED", "ENCRYPTED BY"];

    private static string[] Row(SigningKey key, DateTimeOffset now) =>
    [
        key.Id, key.Algorithm, SigningKeys.StateOf(key, now).ToString(), Time(key.PublishedAt), Time(key.SignsAt), Time(key.RetiresAt),
        Time(key.RemovedAt), key.EncryptedBy ?? "nothing",
    ];

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Table(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length))];
        return string.Join(Environment.NewLine, rows.Select(row =>
            string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }
}
