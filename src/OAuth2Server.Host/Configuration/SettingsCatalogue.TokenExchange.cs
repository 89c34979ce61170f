using System.Globalization;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <content>The settings of token exchange.</content>
internal static partial class SettingsCatalogue
{
    private static GroupDefinition TokenExchange => new(TokenExchangeSettings.Group,
    [
        new ListDefinition(nameof(TokenExchangeOptions.Policies),
        [
            new TextDefinition(nameof(TokenExchangePolicy.ClientId), "a confidential client",
                "The client that may exchange tokens ([token exchange](token-exchange.md)). It needs the grant type "
                + $"`{TokenExchangeGrant.Name}`.")
            { Default = Required },
            new TextDefinition(nameof(TokenExchangePolicy.Audience), "one of `Resources`", "The resource that the new token is for.")
            { Default = Required },
            new TextsDefinition(nameof(TokenExchangePolicy.Scopes), "scope names",
                "The most scope that the new token can have; at least one name.")
            { Default = Required },
            new TextsDefinition(nameof(TokenExchangePolicy.AuthorizationDetailsTypes), DetailsTypes,
                "The types of authorization details that the new token can have, of those that the user's token has."),
            new FlagDefinition(nameof(TokenExchangePolicy.AllowDelegation),
                "Whether the client may exchange with an actor token, which the new token names (`act`, RFC 8693 §4.1).")
            { Default = True },
            new FlagDefinition(nameof(TokenExchangePolicy.AllowImpersonation),
                "Whether the client may exchange without an actor token. Then what it does looks like what the user does; the "
                + "log at start has a warning.")
            { Default = False },
            new FlagDefinition(nameof(TokenExchangePolicy.AllowUnprovenSubjectToken),
                "Whether the client may exchange a token that was sent to it and that is [bound to a key](token-exchange.md#bound-tokens) "
                + "of another client. The client must verify that key before; the log at start has a warning.")
            { Default = False },
        ]),
        new ChoiceDefinition(nameof(TokenExchangeOptions.MaxExchanges),
            [.. Enumerable.Range(1, 10).Select(most => most.ToString(CultureInfo.InvariantCulture))],
            "How many exchanges may follow one another. Each look-up of such a token also looks up the tokens before it.")
        { Default = Code(new TokenExchangeOptions().MaxExchanges.ToString(CultureInfo.InvariantCulture)) },
        IdentityAssertions,
    ]);

    private static ListDefinition IdentityAssertions => new(nameof(TokenExchangeSettings.IdentityAssertions),
    [
        new TextDefinition(nameof(IdentityAssertionPolicy.ClientId), "a confidential client",
            "A client that users sign in to here, and that gets [identity assertions](jwt-bearer.md#issue) about them for another "
            + $"authorization server. It needs the grant type `{TokenExchangeGrant.Name}`.")
        { Default = Required },
        new TextDefinition(nameof(IdentityAssertionPolicy.Audience), "URL", "The issuer of the other authorization server.")
        { Default = Required },
        new TextDefinition(nameof(IdentityAssertionPolicy.ClientIdAtAudience), "client id", "The id that the client has there.")
        { Default = "the same" },
        new TextsDefinition(nameof(IdentityAssertionPolicy.Scopes), "scope names of the other server",
            "The most scope that an assertion gives there; at least one name.")
        { Default = Required },
        new TextsDefinition(nameof(IdentityAssertionPolicy.Resources), "absolute URIs",
            "The resources there that an assertion can be for. A request that names another one is refused."),
        new FlagDefinition(nameof(IdentityAssertionPolicy.IncludeEmail),
            "Whether the assertion has the e-mail address of the account. This server has not verified it and says so.")
        { Default = False },
    ]);
}
