using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Tests.Support;

/// <summary>Registrations that clients send, and what lets a server accept them.</summary>
public static class Registering
{
    public const string Uri = "https://client.example.net/cb";
    public const string PublicKeys = """{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"BB","kid":"1"}]}""";

    /// <summary>A public client that uses codes.</summary>
    public const string Public =
        """{"redirect_uris":["https://client.example.net/cb"],"token_endpoint_auth_method":"none","client_name":"Photos"}""";

    /// <summary>A client that names nothing but its redirect URI.</summary>
    public const string Least = """{"redirect_uris":["https://client.example.net/cb"]}""";

    /// <summary>Every caller may register for the scopes a and b.</summary>
    public static void Open(Setup setup)
    {
        setup.Options.ClientRegistration.Mode = RegistrationMode.Open;
        setup.Options.ClientRegistration.Scopes = ["a", "b"];
    }

    /// <summary>A registration with other members.</summary>
    /// <param name="json">The registration.</param>
    /// <param name="members">Names with their values as JSON; null removes the member.</param>
    public static string With(string json, params (string Name, string? Value)[] members)
    {
        var all = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in members)
        {
            all.Remove(name);
            if (value is not null) all.Add(name, JsonNode.Parse(value));
        }
        return all.ToJsonString();
    }

    /// <summary>A list of texts in an answer; null when there is none.</summary>
    public static string? List(this Answer answer, string member) =>
        answer.Json.TryGetProperty(member, out var list) ? string.Join(' ', list.EnumerateArray().Select(item => item.GetString())) : null;

    /// <summary>The body of a replacement that changes nothing (RFC 7592 §2.2).</summary>
    public static string Again(this Answer answer, params (string Name, string? Value)[] members) => With(
        With(
            answer.Text, ("registration_access_token", null), ("registration_client_uri", null), ("client_secret_expires_at", null),
            ("client_id_issued_at", null)),
        members);

    /// <summary>A client that was registered for codes signs a user in.</summary>
    public static async Task<Answer> IssueToAsync(this TestServer server, Answer registered, string scope = "a")
    {
        var id = registered["client_id"]!;
        var uri = registered.Json.GetProperty("redirect_uris")[0].GetString()!;
        var code = await server.CodeAsync(
            Known.Authorization.With("client_id", id).With("redirect_uri", uri).With("scope", scope));
        var form = Known.Redemption(code).With("client_id", id).With("redirect_uri", uri);
        return registered["client_secret"] is { } secret && registered["token_endpoint_auth_method"] == "client_secret_basic"
            ? await server.TokenAsync(form.Without("client_id"), Known.RawBasic($"{id}:{secret}"))
            : await server.TokenAsync(form);
    }

    /// <summary>A policy of functions.</summary>
    public sealed class Policy : IClientRegistrationPolicy
    {
        public Func<RequestedRegistration, Outcome<Client>> Review { get; init; } = request => request.Client;

        public Func<string, Outcome<JsonElement>> Statement { get; init; } =
            _ => OAuthError.UnapprovedSoftwareStatement("The issuer is not trusted.");

        public ValueTask<Outcome<Client>> ReviewAsync(RequestedRegistration request, OAuthContext context, CancellationToken ct) =>
            new(Review(request));

        public ValueTask<Outcome<JsonElement>> ReadSoftwareStatementAsync(
            string statement, OAuthContext context, CancellationToken ct) => new(Statement(statement));
    }
}
