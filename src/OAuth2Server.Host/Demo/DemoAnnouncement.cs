namespace OAuth2Server.Host;

/// <summary>Shows the operator how to try the demo: on the console and in a file that only its owner can read, never in the log.</summary>
internal static class DemoAnnouncement
{
    private const string FileName = "demo-credentials.txt";

    internal static async Task WriteAsync(DemoCredentials demo, WebApplication app, TextWriter console)
    {
        var text = Text(demo, app.Services.GetRequiredService<PublicAddress>());
        var saved = await SaveAsync(text, Path.Combine(app.Environment.ContentRootPath, "data"));
        await console.WriteLineAsync(text + saved + Environment.NewLine);
        await console.FlushAsync();
    }

    private static string Text(DemoCredentials demo, PublicAddress address)
    {
        var credentials = $"-u {demo.ClientId}:{demo.ClientSecret}";
        var getToken = $"curl -s {credentials} -d grant_type=client_credentials -d scope=read {address.Url("/oauth2/token")}";
        const string AccessToken = """sed 's/.*"access_token":"\([^"]*\)".*/\1/'""";
        return $"""

            This is a demo. It has no configuration, and only this machine can reach it. It stores its data in data/oauth2.db.
            Each start makes a new client secret and a new password. Those of the last start no longer work.

              Server         {address.Issuer}
              Client         {demo.ClientId}
              Client secret  {demo.ClientSecret}
              Redirect URI   {DemoCredentials.RedirectUri} (any port)
              User           {demo.Username}
              Password       {demo.Password}

            Get a token:

            {getToken}

            Get a token and use it:

            curl -s -H "Authorization: Bearer $({getToken} | {AccessToken})" {address.Url("/demo/read")}


            """;
    }

    private static async Task<string> SaveAsync(string text, string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            Directory.CreateDirectory(directory);
            // An existing file could be readable by others, or be a link to another place. The new file is neither.
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var writer = new StreamWriter(path, options);
            await writer.WriteAsync(text);
            return $"This text is also in {path}, which only you can read.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"This text could not be saved in {path}: {e.Message}";
        }
    }
}
