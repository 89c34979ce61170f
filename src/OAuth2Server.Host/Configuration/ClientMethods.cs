using System.Collections.Immutable;

namespace OAuth2Server.Host;

/// <summary>The methods by which a client may authenticate, and the setting that names them.</summary>
/// <param name="Key">The setting, for messages.</param>
/// <param name="Names">The methods; empty for the default of the client's type.</param>
internal sealed record ClientMethods(string Key, ImmutableArray<string> Names)
{
    internal const string PrivateKeyJwt = "private_key_jwt";
    internal const string TlsClientAuth = "tls_client_auth";
    internal const string SelfSignedTlsClientAuth = "self_signed_tls_client_auth";

    /// <summary>The list.</summary>
    internal const string List = "AuthenticationMethods";

    /// <summary>The name that RFC 7591 has for a single method.</summary>
    internal const string Single = "TokenEndpointAuthMethod";

    /// <summary>Each method that a client can have.</summary>
    internal static IReadOnlyList<string> Known { get; } =
        ["client_secret_basic", "client_secret_post", PrivateKeyJwt, TlsClientAuth, SelfSignedTlsClientAuth, "none"];

    /// <summary>Whether the client can send a secret: no method stands for both forms of one.</summary>
    internal bool SendSecret => Names.IsEmpty || Names.Any(name => name.StartsWith("client_secret", StringComparison.Ordinal));

    /// <summary>Whether the client has the method.</summary>
    internal bool Contain(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>Reads them. A problem is added for a method that the type of the client cannot have.</summary>
    internal static ClientMethods Read(SettingsSection section, ClientType? type)
    {
        var (list, single) = (section.OptionalChoices(List), section.Choice(Single));
        if (list is not null && section.IsMissing(List))
            section.Problem(List, "is empty: name at least one method, or remove the setting.");
        foreach (var twice in (list ?? []).GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            section.Problem(List, $"has {twice.Key} twice.");
        if (list is not null && single is not null && !list.All(name => name == single))
            section.Problem(Single, $"is {single}, but {List} has other methods: remove one of the two settings.");
        var methods = list is not null ? new ClientMethods(List, [.. list.Distinct(StringComparer.Ordinal)])
            : single is not null ? new(Single, [single])
            : new(List, []);
        methods.RefuseForType(section, type);
        return methods;
    }

    private void RefuseForType(SettingsSection section, ClientType? type)
    {
        if (type == ClientType.Public && Names.Any(name => name != "none"))
            section.Problem(Key, "must be none: a public client cannot authenticate.");
        if (type == ClientType.Confidential && Contain("none"))
            section.Problem(Key, "must not be none: a confidential client has to authenticate (RFC 6749 §3.2.1).");
    }
}
