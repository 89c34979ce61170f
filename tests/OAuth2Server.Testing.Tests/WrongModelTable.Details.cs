using System.Text.Json;

namespace OAuth2Server.Testing.Tests;

/// <content>Authorization details that are lost, cut, or written in another way.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Details()
    {
        const string Tokens = nameof(ModelContract.Authorization_details_come_back);
        const string Empty = nameof(ModelContract.An_empty_list_of_authorization_details_comes_back);
        const string Device = nameof(ModelContract.Authorization_details_of_a_device_code_come_back);
        const string Key = AuthorizationDetails.Property;

        static Properties Alter(Properties all, Func<string, string?> alter) => all[Key] is not { } text ? all
            : alter(text) is { } other ? all.With(Key, other) : all.Without(Key);

        static WrongModel In(string fault, string by, Func<string, string?> alter) => new(fault, by, (inner, _) => new AlteredModel(inner)
        {
            FoundAuthorization = a => a with { Properties = Alter(a.Properties, alter) },
        });

        static WrongModel OfAccess(string fault, string by, Func<string, string?> alter) => new(fault, by,
            (inner, _) => new AlteredModel(inner) { FoundAccess = t => t with { Properties = Alter(t.Properties, alter) } });

        yield return In("loses the authorization details of an authorization", Tokens, _ => null);
        yield return OfAccess("loses the authorization details of an access token", Tokens, _ => null);
        yield return In("cuts authorization details at 8000", Tokens, text => text.Length > 8000 ? text[..8000] : text);
        yield return In("writes authorization details as another JSON text", Tokens, text =>
            JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text), Indented));
        yield return new("loses the authorization details of a code", Tokens, (inner, _) => new AlteredModel(inner)
        {
            FoundCode = c => c with { Authorization = c.Authorization with { Properties = c.Authorization.Properties.Without(Key) } },
        });
        yield return new("loses the authorization details of a refresh token", Tokens, (inner, _) => new AlteredModel(inner)
        {
            FoundRefresh = t => t with { Authorization = t.Authorization with { Properties = t.Authorization.Properties.Without(Key) } },
        });
        yield return OfAccess("takes an empty list of authorization details for none", Empty, text => text == "[]" ? null : text);
        yield return In("loses the authorization details of a device code", Device, _ => null);
        yield return new("loses the authorization details of an answer", Device, (inner, _) => new AlteredModel(inner)
        {
            FoundDevice = d => d.Status == DeviceCodeStatus.Pending
                ? d
                : d with { Authorization = d.Authorization with { Properties = d.Authorization.Properties.Without(Key) } },
        });
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };
}
