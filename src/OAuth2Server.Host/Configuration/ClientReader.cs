using System.Collections.Immutable;

namespace OAuth2Server.Host;

/// <summary>Reads clients. Refuses a client that could never work or would not be safe.</summary>
internal sealed class ClientReader(IReadOnlyDictionary<string, string> scopes, List<string> problems, List<string> warnings)
{
    private const int MinSecretLength = 32;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    internal ClientSettings Read(SettingsSection section)
    {
        var id = ReadId(section);
        var type = ReadType(section);
        var grants = ReadGrantTypes(section, id, type);
        var client = new Client
        {
            Id = id,
            Type = type ?? ClientType.Confidential,
            DisplayName = section.Text("DisplayName") ?? id,
            GrantTypes = grants,
            RedirectUris = ReadRedirectUris(section, grants),
            Scope = ReadScope(section),
        };
        return new(client, ReadSecret(section, type));
    }

    private string ReadId(SettingsSection section)
    {
        var id = section.RequiredText("ClientId");
        if (!IsVisibleAscii(id))
            section.Problem("ClientId", "has characters that a client id cannot have: use visible ASCII (RFC 6749 §A.1).");
        if (id.Length > 0 && !_ids.Add(id)) section.Problem("ClientId", $"'{id}' is there twice.");
        return id;
    }

    private static ClientType? ReadType(SettingsSection section)
    {
        var type = section.Choice("Type", "Confidential", "Public");
        if (type is null && section.Text("Type") is null)
        {
            section.Problem("Type", "is missing: Confidential for an application on a server, which can keep a secret; "
                + "Public for an application in a browser or on a device.");
        }
        return type is null ? null : Enum.Parse<ClientType>(type);
    }

    private static string? ReadSecret(SettingsSection section, ClientType? type)
    {
        var secret = section.Text("ClientSecret");
        if (type == ClientType.Confidential && secret is null) Problem("is missing: a confidential client has to authenticate.");
        if (type == ClientType.Public && secret is not null) Problem("must not be set: a public client cannot keep a secret.");
        if (secret is null) return null;

        if (secret.Length < MinSecretLength)
            Problem($"has {secret.Length} characters and needs at least {MinSecretLength}: make one with openssl rand -hex 32.");
        if (secret.AsSpan().ContainsAny('+', '%'))
        {
            Problem("must not contain + or %: a client that does not form-encode it before Basic authentication "
                + "(RFC 6749 §2.3.1) would send another secret.");
        }
        if (!IsVisibleAscii(secret)) Problem("has characters that a client secret cannot have: use visible ASCII (RFC 6749 §A.2).");
        return secret;

        void Problem(string sentence) => section.Problem("ClientSecret", sentence);
    }

    private ImmutableArray<string> ReadGrantTypes(SettingsSection section, string id, ClientType? type)
    {
        ImmutableArray<string> grants = [.. section.Texts("GrantTypes").Select(grant => grant.Value)];
        if (type == ClientType.Public && grants.Contains(ClientCredentialsGrant.Name))
            section.Problem("GrantTypes", "must not contain client_credentials: a public client has no credentials (RFC 6749 §4.4).");
        foreach (var grant in grants.Where(grant => !Grants.Available.Contains(grant)))
            warnings.Add($"Client {id} is registered for grant type {grant}, which this server does not have: it refuses such requests.");
        return grants;
    }

    private ImmutableArray<string> ReadRedirectUris(SettingsSection section, ImmutableArray<string> grants)
    {
        var uris = section.Texts("RedirectUris");
        foreach (var uri in uris)
        {
            if (RedirectUri.Problem(uri.Value) is { } problem) problems.Add($"{uri.Key} '{uri.Value}' is refused. {problem}");
        }
        if (uris.Count == 0 && grants.Contains(AuthorizationCodeGrant.Name))
            section.Problem("RedirectUris", "is empty: a client with authorization_code needs at least one.");
        return [.. uris.Select(uri => uri.Value)];
    }

    private Scope ReadScope(SettingsSection section)
    {
        var names = section.Texts("Scopes");
        foreach (var name in names.Where(name => !scopes.ContainsKey(name.Value)))
            problems.Add($"{name.Key} '{name.Value}' is not in {HostSettings.Section}:Scopes.");
        return Scope.Of(names.Select(name => name.Value).Where(scopes.ContainsKey));
    }

    private static bool IsVisibleAscii(string text) => text.All(c => c is >= ' ' and <= '~');
}
