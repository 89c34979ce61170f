using System.Text.Json.Nodes;

namespace OAuth2Server.Reliability.Tests;

/// <summary>What every host of these tests is configured with; they differ in the store alone.</summary>
internal static class HostConfiguration
{
    internal const string ClientId = "web";
    internal const string ClientSecret = "web-secret-0123456789-0123456789-0123456789";
    internal const string Callback = "http://127.0.0.1:9999/cb";
    internal const int Users = 4;

    /// <summary>DESIGN's default: how long a consumed refresh token may be repeated.</summary>
    internal static readonly TimeSpan ReuseInterval = TimeSpan.FromSeconds(10);

    /// <summary>The default lifetime of a code.</summary>
    internal static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);

    internal static string Username(int index) => $"user{index}";

    internal static string Password(int index) => $"the long password of user number {index}";

    /// <summary>Writes a configuration file. The issuer is fixed, so that consents and tokens mean the same on every port.</summary>
    internal static string Write(string folder, string provider, string connectionString)
    {
        var configuration = new JsonObject
        {
            ["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Microsoft.EntityFrameworkCore"] = "Warning" } },
            ["OAuth2Server"] = new JsonObject
            {
                ["Issuer"] = "http://127.0.0.1:5000",
                ["Store"] = new JsonObject { ["Provider"] = provider, ["ConnectionString"] = connectionString },
                ["Demo"] = true,
                ["Scopes"] = new JsonArray(new JsonObject { ["Name"] = "read" }, new JsonObject { ["Name"] = "write" }),
                ["Clients"] = new JsonArray(Client()),
                ["Users"] = new JsonArray([.. Enumerable.Range(0, Users).Select(i => new JsonObject { ["Username"] = Username(i), ["Password"] = Password(i) })]),
            },
        };
        var file = Path.Combine(folder, "host.json");
        File.WriteAllText(file, configuration.ToJsonString());
        return file;
    }

    private static JsonObject Client() => new()
    {
        ["ClientId"] = ClientId,
        ["ClientSecret"] = ClientSecret,
        ["Type"] = "Confidential",
        ["GrantTypes"] = new JsonArray("authorization_code", "refresh_token"),
        ["RedirectUris"] = new JsonArray(Callback),
        ["Scopes"] = new JsonArray("read", "write"),
    };
}
