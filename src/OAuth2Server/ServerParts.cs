namespace OAuth2Server;

/// <summary>What a server is made of beside its model and its grants. Each part has a default.</summary>
public sealed class ServerParts
{
    /// <summary>Policies that replace the model's; default none.</summary>
    public Policies Policies { get; init; } = new();

    /// <summary>The client authentication methods; null takes <see cref="ClientSecretBasic"/>, <see cref="ClientSecretPost"/> and
    /// <see cref="NoClientAuthentication"/>.</summary>
    public IEnumerable<IClientAuthenticationMethod>? ClientAuthentication { get; init; }

    /// <summary>Endpoints beside the built-in ones.</summary>
    public IEnumerable<IEndpoint> Endpoints { get; init; } = [];

    /// <summary>Addresses of the metadata beside that of RFC 8414.</summary>
    public IEnumerable<MetadataAddress> MetadataAddresses { get; init; } = [];

    /// <summary>What the metadata has beside the members of the endpoints.</summary>
    public IEnumerable<IMetadataPart> MetadataParts { get; init; } = [];

    /// <summary>Checks of authorization requests beside the built-in ones, in this order.</summary>
    public IEnumerable<IAuthorizationCheck> AuthorizationChecks { get; init; } = [];

    /// <summary>The bindings of tokens to keys of their clients, in any order. Where a request proves several keys, its tokens are bound to
    /// the one whose tokens have a type of their own (<see cref="TokenBinding.TokenType"/>): DPoP before a certificate.</summary>
    public IEnumerable<ITokenBinding> TokenBindings { get; init; } = [];

    /// <summary>Reads request objects (RFC 9101); null refuses them.</summary>
    public IRequestObjectReader? RequestObjects { get; init; }

    /// <summary>The formats of access tokens beside opaque texts; the first that applies is used.</summary>
    public IEnumerable<IAccessTokenFormat> AccessTokenFormats { get; init; } = [];

    /// <summary>The forms of introspection answers beside JSON; the first that applies is used.</summary>
    public IEnumerable<IIntrospectionFormat> IntrospectionFormats { get; init; } = [];

    /// <summary>The identifiers of users that clients get; null gives each client <see cref="User.Id"/>.</summary>
    public ISubjectIdentifiers? SubjectIdentifiers { get; init; }

    /// <summary>Members of registrations beside those of RFC 7591, in this order.</summary>
    public IEnumerable<IClientMetadataPart> ClientMetadataParts { get; init; } = [];

    /// <summary>Parts of the token response beside the tokens, in this order.</summary>
    public IEnumerable<ITokenResponsePart> TokenResponseParts { get; init; } = [];
}
