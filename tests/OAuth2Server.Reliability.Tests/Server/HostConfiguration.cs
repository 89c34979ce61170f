using System.Text.Json.Nodes;

namespace OAuth2Server.Reliability.Tests;

/// <summary>The configuration of the hosts in these tests. Only the store differs.</summary>
internal static class HostConfiguration
{
    internal const string ClientId = "web";
    internal const string ClientSecret = "web-secret-0123456789-0123456789-0123456789";
    internal const string Callback = "http://127.0.0.1:9999/cb";
    internal const int Users = 4;

    /// <summary>The default of the server: how long a client can repeat a refresh and get the same answer.</summary>
    internal static readonly TimeSpan ReuseInterval = TimeSpan.FromSeconds(10);

    /// <summary>The default lifetime of an authorization code.</summary>
    internal static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);

    internal static string Username(int index) => $"user{index}";

    internal static string Password(int index) => $"the long password of user number {index}";

    /// <summary>Writes a configuration file. The issuer is fixed, so that consents and tokens are valid on every port.</summary>
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
                ["Users"] = new JsonArray([.. Enumerable.Range(0, Users).Select(User)]),
            },
        };
        var file = Path.Combine(folder, "host.json");
        File.WriteAllText(file, configuration.ToJsonString());
        return file;
    }

    private static JsonObject User(int index) => new() { ["Username"] = Username(index), ["Password"] = Password(index) };

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
