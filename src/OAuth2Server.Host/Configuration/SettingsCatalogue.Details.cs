namespace OAuth2Server.Host;

/// <content>The types of authorization details.</content>
internal static partial class SettingsCatalogue
{
    private const string DetailsTypes = "one of the types of `AuthorizationDetailsTypes`";

    private static ListDefinition AuthorizationDetailsTypes => new(DetailsTypeSettings.List,
    [
        new TextDefinition(nameof(DetailsTypeSettings.Type), "visible ASCII",
            "A type of [authorization details](authorization-details.md#the-host) (RFC 9396) that requests can have.")
        { Default = Required },
        new TextDefinition(nameof(DetailsTypeSettings.Consent), "text with `{member}`",
            "The text on the pages about one object. It shows each member, in braces.")
        { Default = Required },
        new ListDefinition(nameof(DetailsTypeSettings.Members),
        [
            new TextDefinition(nameof(DetailsMember.Name), "text", "A member that an object can have. Others are refused.")
            { Default = Required },
            new ChoiceDefinition(nameof(DetailsMember.Kind), [.. Enum.GetNames<DetailsKind>()],
                "What its value is: a text, a number, true or false, a list of texts.")
            { Default = Code(nameof(DetailsKind.Text)) },
            new FlagDefinition(nameof(DetailsMember.Required), "Whether each object must have it.") { Default = False },
            new TextsDefinition(nameof(DetailsMember.Values), "texts", "The values that it can have.") { Default = "any of its kind" },
        ]),
        new TextsDefinition("Actions", "texts", "The values of the member `actions`, of which an object must have one or more."),
        new TextsDefinition("Locations", "URIs", "The values of the member `locations`, of which an object must have one or more."),
        new TextsDefinition("DataTypes", "texts", "The values of the member `datatypes`, of which an object must have one or more."),
    ]);

    private static TextsDefinition ClientDetailsTypes => new(nameof(OAuth2Server.Client.AuthorizationDetailsTypes), DetailsTypes,
        "The only types that the client can use (`authorization_details_types`, RFC 9396 §10).")
    { Default = "all where a user is asked, none with `client_credentials` and `password`" };
}
