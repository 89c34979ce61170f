namespace OAuth2Server.Host;

/// <summary>Tells whoever started the demo how to try it: on the console, never in the log, and in a file that only the owner can read.</summary>
internal static class DemoAnnouncement
{
    private const string FileName = "demo-credentials.txt";

    internal static async Task WriteAsync(DemoCredentials demo, PublicAddress address, string directory, TextWriter console)
    {
        var text = Text(demo, address);
        var saved = await SaveAsync(text, Path.Combine(directory, "data"));
        await console.WriteLineAsync(text + saved + Environment.NewLine);
        await console.FlushAsync();
    }

    private static string Text(DemoCredentials demo, PublicAddress address)
    {
        var getToken = $"curl -s -u {demo.ClientId}:{demo.ClientSecret} -d grant_type=client_credentials -d scope=read {address.Url("/oauth2/token")}";
        return $"""

            This is a demo: it has no configuration and answers only this machine. It keeps what it learns in data/oauth2.db;
            the client secret and the password are new at each start, and those of the last one no longer work.

              Server         {address.Issuer}
              Client         {demo.ClientId}
              Client secret  {demo.ClientSecret}
              Redirect URI   {DemoCredentials.RedirectUri} (any port)
              User           {demo.Username}
              Password       {demo.Password}

            Get a token:

            {getToken}

            Get one and use it:

            curl -s -H "Authorization: Bearer $({getToken} | sed 's/.*"access_token":"\([^"]*\)".*/\1/')" {address.Url("/demo/read")}


            """;
    }

    private static async Task<string> SaveAsync(string text, string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            Directory.CreateDirectory(directory);
            // A file that was there could be readable by others or lead elsewhere: this one is new.
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var writer = new StreamWriter(path, options);
            await writer.WriteAsync(text);
            return $"All of this is also in {path}, which only you can read.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"It could not be saved in {path}: {e.Message}";
        }
    }
}
