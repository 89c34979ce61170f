using System.Collections.Immutable;

namespace OAuth2Server.Host;

/// <summary>Reads clients. Refuses a client that could never work or would not be safe.</summary>
internal sealed class ClientReader(
    IReadOnlyDictionary<string, string> scopes, Func<Setting, string> knownDetailsType, List<string> problems, List<Finding> findings)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    internal ClientSettings Read(SettingsSection section)
    {
        var id = ReadId(section);
        var type = ReadType(section);
        var grants = ReadGrantTypes(section, id, type);
        var schemesWithoutDot = section.Flag("SchemesWithoutDot") == true;
        var redirectUris = ReadRedirectUris(section, grants, id, schemesWithoutDot);
        var methods = ClientMethods.Read(section, type);
        var client = new Client
        {
            Id = id,
            Type = type ?? ClientType.Confidential,
            DisplayName = section.Text("DisplayName") ?? id,
            AuthenticationMethods = methods.Names,
            GrantTypes = grants,
            RedirectUris = redirectUris,
            AnyLocalhostPort = section.Flag("AnyLocalhostPort") == true,
            SchemesWithoutDot = schemesWithoutDot,
            Scope = ReadScope(section),
            RequirePkce = ReadRequirePkce(section, id, type),
            AccessTokenFormat = section.Format("AccessTokenFormat"),
            IntrospectionSignedResponseAlg = section.Choice("IntrospectionSignedResponseAlg"),
            AccessTokenLifetime = section.Time("AccessTokenLifetime", null),
            RefreshTokenLifetime = section.Time("RefreshTokenLifetime", null),
            FirstParty = ReadFirstParty(section, type, redirectUris),
        };
        client = client.WithAuthorizationDetailsTypes(ReadDetailsTypes(section));
        var secrets = new ClientSecretReader(section, type, methods);
        client = new ClientKeyReader(section, methods, findings).AddTo(new OpenIdClientReader(section, problems).AddTo(client));
        return new(client, secrets.Read())
        {
            PreviousSecret = secrets.ReadPrevious(),
            Disabled = section.Flag("Disabled"),
        };
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
        var type = section.Choice("Type");
        if (section.IsMissing("Type"))
        {
            section.Problem("Type", "is missing: Confidential for an application on a server, which can keep a secret; "
                + "Public for an application in a browser or on a device.");
        }
        return type is null ? null : Enum.Parse<ClientType>(type);
    }

    private bool ReadRequirePkce(SettingsSection section, string id, ClientType? type)
    {
        if (section.Flag("RequirePkce") != false) return true;
        if (type == ClientType.Public)
            section.Problem("RequirePkce", "must not be false: a public client always needs PKCE (RFC 9700 §2.1.1).");
        findings.Add(Finding.Warning("client-without-pkce", $"RequirePkce of client {id} is false: unless the client uses PKCE or a nonce "
            + "of its own, an attacker can put a stolen code into the attacker's session at the client.",
            "Let the client use PKCE and remove the setting.", "RFC 9700 §4.5"));
        return false;
    }

    private static bool ReadFirstParty(SettingsSection section, ClientType? type, ImmutableArray<string> redirectUris)
    {
        if (section.Flag("FirstParty") != true) return false;
        // Any application on a device can use a loopback or private-use URI, and would get codes without a question to the user.
        if (type == ClientType.Public && !redirectUris.All(uri => uri.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            section.Problem("FirstParty", "must not be true: a public client proves its identity only by redirect URIs that are all https "
                + "(RFC 8252 §8.6).");
        }
        return true;
    }

    private ImmutableArray<string> ReadGrantTypes(SettingsSection section, string id, ClientType? type)
    {
        ImmutableArray<string> grants = [.. section.Texts("GrantTypes").Select(grant => grant.Value)];
        if (type == ClientType.Public && grants.Contains(ClientCredentialsGrant.Name))
            section.Problem("GrantTypes", "must not contain client_credentials: a public client has no credentials (RFC 6749 §4.4).");
        if (type == ClientType.Public && grants.Contains(TokenExchangeGrant.Name))
            section.Problem("GrantTypes", $"must not contain {TokenExchangeGrant.Name}: any party can name a public client.");
        foreach (var grant in grants.Where(grant => !Grants.Available.Contains(grant)))
        {
            findings.Add(Finding.Warning("grant-type-unknown",
                $"Client {id} is registered for grant type {grant}, which this server does not have: it refuses such requests.",
                Similar(grant) is { } meant ? $"Did you mean {meant}?" : $"Use {string.Join(", ", Grants.Available)}."));
        }
        return grants;
    }

    private ImmutableArray<string> ReadRedirectUris(
        SettingsSection section, ImmutableArray<string> grants, string id, bool schemesWithoutDot)
    {
        var uris = section.Texts("RedirectUris");
        foreach (var uri in uris)
        {
            if (RedirectUri.Problem(uri.Value, schemesWithoutDot) is { } problem)
                problems.Add($"{uri.Key} '{uri.Value}' is refused. {problem}");
            else if (RedirectUri.Problem(uri.Value) is not null)
            {
                findings.Add(Finding.Warning("scheme-without-dot",
                    $"SchemesWithoutDot of client {id} is true: any application on a device can take the scheme of {uri.Value} and receive "
                    + "the codes.", "Use a scheme that is a reversed domain name.", "RFC 8252 §7.1"));
            }
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

    // A type that no server has is refused, and is not kept: it could have characters that no type has.
    private IEnumerable<string>? ReadDetailsTypes(SettingsSection section) =>
        section.OptionalTexts(nameof(Client.AuthorizationDetailsTypes))?.Select(knownDetailsType)
            .Where(type => Scope.TryParse(type, out var one) && one.Count == 1);

    // The grant type that has the same letters, or all but a few at its end.
    private static string? Similar(string grant)
    {
        var letters = string.Concat(grant.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return letters.Length < 6 ? null : Grants.Available.FirstOrDefault(known =>
            string.Concat(known.Where(char.IsAsciiLetter)).Contains(letters[..^1], StringComparison.OrdinalIgnoreCase)
            || letters.Contains(string.Concat(known.Where(char.IsAsciiLetter)), StringComparison.OrdinalIgnoreCase));
    }

    internal static bool IsVisibleAscii(string text) => text.All(c => c is >= ' ' and <= '~');
}
