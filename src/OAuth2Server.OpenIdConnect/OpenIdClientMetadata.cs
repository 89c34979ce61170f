using System.Collections.Immutable;
using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect;

/// <summary>The members of OpenID Connect in a registration (OpenID Connect Dynamic Client Registration §2, Back-Channel Logout §2.2,
/// Front-Channel Logout §2), checked and kept as <see cref="OpenIdClient"/>.</summary>
/// <param name="options">The settings.</param>
/// <param name="keys">The signing keys.</param>
/// <param name="environment">Has the profile of the server.</param>
public sealed class OpenIdClientMetadata(OpenIdConnectOptions options, SigningKeys keys, OAuthEnvironment environment)
    : IClientMetadataPart
{
    private const int MaxUris = 32;

    /// <inheritdoc/>
    public Outcome<Client> Read(JsonElement metadata, Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var reader = new Reader(metadata);
        var settings = new OpenIdClient
        {
            IdTokenSignedResponseAlg = reader.Text("id_token_signed_response_alg"),
            IsPairwise = reader.Text("subject_type") switch
            {
                null or "public" => false,
                "pairwise" => true,
                _ => reader.Refuse("subject_type must be public or pairwise."),
            },
            PostLogoutRedirectUris = reader.Texts("post_logout_redirect_uris"),
            BackChannelLogoutUri = reader.Text("backchannel_logout_uri"),
            BackChannelLogoutSessionRequired = reader.Flag("backchannel_logout_session_required"),
            FrontChannelLogoutUri = reader.Text("frontchannel_logout_uri"),
            FrontChannelLogoutSessionRequired = reader.Flag("frontchannel_logout_session_required"),
            DefaultMaxAge = reader.Seconds("default_max_age"),
        };
        var problem = reader.Problem ?? ProblemOf(settings, client);
        return problem is null ? settings.AddTo(client) : OAuthError.InvalidClientMetadata(problem);
    }

    /// <inheritdoc/>
    public void Write(Client client, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(json);
        var settings = OpenIdClient.Of(client);
        WriteText(json, "id_token_signed_response_alg", settings.IdTokenSignedResponseAlg ?? UnexpectedAlgorithm());
        if (settings.IsPairwise) json.WriteString("subject_type", "pairwise");
        if (settings.PostLogoutRedirectUris.Length > 0)
        {
            json.WriteStartArray("post_logout_redirect_uris");
            foreach (var uri in settings.PostLogoutRedirectUris) json.WriteStringValue(uri);
            json.WriteEndArray();
        }
        WriteText(json, "backchannel_logout_uri", settings.BackChannelLogoutUri);
        if (settings.BackChannelLogoutSessionRequired) json.WriteBoolean("backchannel_logout_session_required", true);
        WriteText(json, "frontchannel_logout_uri", settings.FrontChannelLogoutUri);
        if (settings.FrontChannelLogoutSessionRequired) json.WriteBoolean("frontchannel_logout_session_required", true);
        if (settings.DefaultMaxAge is { } age) json.WriteNumber("default_max_age", (long)age.TotalSeconds);
    }

    private string? ProblemOf(OpenIdClient settings, Client client)
    {
        if (settings.IdTokenSignedResponseAlg is { } algorithm
            && !(keys.Algorithms.Contains(algorithm) && environment.Options.Profile.AllowsSigningAlgorithm(algorithm)))
            return "The server signs with no such id_token_signed_response_alg.";
        if (settings.IsPairwise && (options.PairwiseSalt is null || !HasOneHost(client)))
            return "subject_type pairwise is not possible: the server has no salt, or the redirect URIs do not have one host of their own.";
        if (settings.PostLogoutRedirectUris.Any(uri => RedirectUri.Problem(uri, client.SchemesWithoutDot) is not null))
            return "post_logout_redirect_uris has a URI that is not allowed.";
        if (settings.BackChannelLogoutUri is { } backChannel && !IsHttps(backChannel))
            return "backchannel_logout_uri must be an https address without fragment.";
        // A page of another origin would be loaded in a frame of the sign-out page of this server (Front-Channel Logout §2).
        return settings.FrontChannelLogoutUri is { } frontChannel
            && !(IsHttps(frontChannel) && client.RedirectUris.Any(uri => WebOrigin.Of(uri) == WebOrigin.Of(frontChannel)))
            ? "frontchannel_logout_uri must be an https address with the origin of a redirect URI."
            : null;
    }

    // A client that named none expects RS256 (§2): where the profile has another one, the answer says which.
    private string? UnexpectedAlgorithm() =>
        keys.AlgorithmFor(null, SigningAlgorithm.RS256, environment.Options.Profile) is { } used and not SigningAlgorithm.RS256
            ? used
            : null;

    private static bool HasOneHost(Client client) =>
        client.RedirectUris.Select(uri => new Uri(uri)).All(uri => uri is { IsLoopback: false, Host.Length: > 0 })
        && client.RedirectUris.Select(uri => new Uri(uri).Host).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1;

    private static bool IsHttps(string uri) =>
        uri.StartsWith("https://", StringComparison.Ordinal) && RedirectUri.Problem(uri) is null;

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    /// <summary>Reads members by their types; null and absent are the same. It keeps the first problem.</summary>
    private sealed class Reader(JsonElement metadata)
    {
        internal string? Problem { get; private set; }

        internal bool Refuse(string problem)
        {
            Problem ??= problem;
            return false;
        }

        internal string? Text(string name)
        {
            if (Find(name) is not { } value) return null;
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 2000 } text) return text;
            Refuse($"{name} must be a text.");
            return null;
        }

        internal bool Flag(string name) => Find(name) is { } value
            && (value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value.GetBoolean()
                : Refuse($"{name} must be true or false."));

        internal TimeSpan? Seconds(string name)
        {
            if (Find(name) is not { } value) return null;
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds >= 0)
                return TimeSpan.FromSeconds(seconds);
            Refuse($"{name} must be a number of seconds.");
            return null;
        }

        internal ImmutableArray<string> Texts(string name)
        {
            if (Find(name) is not { } value) return [];
            if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MaxUris
                && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
                return [.. value.EnumerateArray().Select(item => item.GetString()!)];
            Refuse($"{name} must be a list of at most {MaxUris} texts.");
            return [];
        }

        private JsonElement? Find(string name) =>
            metadata.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
