using System.Globalization;
using OAuth2Server.AspNetCore;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The settings of token exchange, by the names that the library has for them.</summary>
internal sealed record TokenExchangeSettings
{
    /// <summary>The name of the group.</summary>
    internal const string Group = "TokenExchange";

    private static readonly TokenExchangeOptions Library = new();

    public IReadOnlyList<TokenExchangePolicy> Policies { get; init; } = [];

    public int MaxExchanges { get; init; } = Library.MaxExchanges;

    /// <summary>Which clients get identity assertions for which other servers.</summary>
    public IReadOnlyList<IdentityAssertionPolicy> IdentityAssertions { get; init; } = [];

    internal static TokenExchangeSettings Read(SettingsSection section) => new()
    {
        Policies = section.List(nameof(Policies), ReadPolicy),
        IdentityAssertions = section.List(nameof(IdentityAssertions), IdentityAssertionReader.Read),
        MaxExchanges = section.Choice(nameof(MaxExchanges)) is { } most
            ? int.Parse(most, CultureInfo.InvariantCulture)
            : Library.MaxExchanges,
    };

    internal void SetTo(TokenExchangeOptions options)
    {
        options.Policies = [.. Policies];
        options.MaxExchanges = MaxExchanges;
    }

    internal void AddIdentityAssertions<TModel>(OAuth2Builder<TModel> server)
        where TModel : class, IOAuthModel, IAccessTokenModel, ISigningKeyModel
    {
        if (IdentityAssertions.Count > 0) server.AddIdentityAssertions(options => options.Policies = [.. IdentityAssertions]);
    }

    /// <summary>Adds a problem for each policy that could never allow an exchange.</summary>
    internal void Check(SettingsSection section, HostSettings settings)
    {
        var options = new TokenExchangeOptions();
        SetTo(options);
        // Each sentence of the library begins with the key.
        var server = new OAuth2ServerOptions
        {
            Resources = [.. settings.Resources],
            AuthorizationDetailsTypes = [.. settings.DetailsTypes],
        };
        foreach (var sentence in options.Validate(server))
        {
            var end = sentence.IndexOf(' ', StringComparison.Ordinal);
            section.Problem($"{Group}:{sentence[..end]}", sentence[(end + 1)..]);
        }
        IdentityAssertionReader.Check(section, settings);
        for (var i = 0; i < Policies.Count; i++)
        {
            foreach (var (key, problem) in ProblemsOf(Policies[i], settings))
                section.Problem($"{Group}:{nameof(Policies)}:{i}:{key}", problem);
        }
    }

    private static TokenExchangePolicy ReadPolicy(SettingsSection policy) => new()
    {
        ClientId = policy.Text(nameof(TokenExchangePolicy.ClientId)) ?? "",
        Audience = policy.Text(nameof(TokenExchangePolicy.Audience)) ?? "",
        Scopes = [.. policy.Texts(nameof(TokenExchangePolicy.Scopes)).Select(scope => scope.Value)],
        AuthorizationDetailsTypes =
            [.. policy.Texts(nameof(TokenExchangePolicy.AuthorizationDetailsTypes)).Select(type => type.Value)],
        AllowDelegation = policy.Flag(nameof(TokenExchangePolicy.AllowDelegation)) ?? true,
        AllowImpersonation = policy.Flag(nameof(TokenExchangePolicy.AllowImpersonation)) ?? false,
        AllowUnprovenSubjectToken = policy.Flag(nameof(TokenExchangePolicy.AllowUnprovenSubjectToken)) ?? false,
    };

    private static IEnumerable<(string Key, string Problem)> ProblemsOf(TokenExchangePolicy policy, HostSettings settings)
    {
        if (policy.ClientId.Length == 0) yield break;
        if (settings.Clients.FirstOrDefault(one => one.Client.Id == policy.ClientId)?.Client is not { } client)
        {
            yield return (nameof(TokenExchangePolicy.ClientId), $"'{policy.ClientId}' is not in {HostSettings.Section}:Clients.");
            yield break;
        }
        if (!client.GrantTypes.Contains(TokenExchangeGrant.Name))
            yield return (nameof(TokenExchangePolicy.ClientId), $"'{client.Id}' is a client without the grant type "
                + $"{TokenExchangeGrant.Name}: add it to its GrantTypes.");
        foreach (var scope in policy.Scopes.Where(scope => !client.Scope.Contains(scope)))
            yield return (nameof(TokenExchangePolicy.Scopes), $"holds '{scope}', which client {client.Id} is not registered for: it could "
                + "never get it. Add it to the Scopes of the client.");
    }
}
