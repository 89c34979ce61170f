using System.Text.Json;
using Xunit;

namespace OAuth2Server.Testing;

/// <content>Authorization details (RFC 9396): JSON among the properties, the longest text that a client can put into a record.</content>
public abstract partial class ModelContract
{
    private const string DetailsKept =
        "A right model keeps the authorization details as they were saved: otherwise a token permits more or less than its user allowed.";

    /// <summary>In the authorization of codes, refresh tokens and access tokens, and in an access token that has a part of them.</summary>
    [Fact, Capability(typeof(IOAuthModel))]
    public async Task Authorization_details_come_back()
    {
        await using var store = await OpenAsync<IOAuthModel>();
        var granted = Details(AuthorizationDetails.MaxLength);
        var authorization = store.New.Authorization() with { Properties = granted.WriteTo(Properties.Empty) };
        var part = AuthorizationDetails.Of(granted[0]);
        await ComeBackAsync(store, authorization, part.WriteTo(Properties.Empty));
        if (!store.Can<IAccessTokenModel>()) return;

        var tokens = store.NewTokens(authorization);
        await store.SaveAsync(tokens);
        var found = await store.FindAccessAsync(tokens.AccessText);
        Promise(found is not null && AuthorizationDetails.In(found).ToJson() == granted.ToJson(), DetailsKept);
    }

    /// <summary>A token without details after the request named a part of the audience has an empty list, which is not no list.</summary>
    [Fact, Capability(typeof(IAccessTokenModel))]
    public async Task An_empty_list_of_authorization_details_comes_back()
    {
        await using var store = await OpenAsync<IAccessTokenModel>();
        var tokens = store.NewTokens(store.New.Authorization() with { Properties = Details(200).WriteTo(Properties.Empty) });
        var access = tokens.Record.Access with { Properties = AuthorizationDetails.Empty.WriteTo(Properties.Empty) };
        await store.SaveAsync(tokens with { Record = tokens.Record with { Access = access } });
        var found = await store.FindAccessAsync(tokens.AccessText);
        Promise(found is not null && AuthorizationDetails.In(found).IsEmpty, DetailsKept);
    }

    /// <summary>In a device code before and after the answer.</summary>
    [Fact, Capability(typeof(IDeviceCodeModel))]
    public async Task Authorization_details_of_a_device_code_come_back()
    {
        await using var store = await OpenAsync<IDeviceCodeModel>();
        var granted = Details(AuthorizationDetails.MaxLength);
        var authorization = store.New.Authorization() with { Properties = granted.WriteTo(Properties.Empty) };
        var device = store.New.Device(authorization with { Subject = null, EndsAt = null });
        await store.SaveAsync(device);
        Same.Record(device.Record, await store.FindByUserCodeAsync(device));

        var answer = authorization with { Properties = AuthorizationDetails.Of(granted[1]).WriteTo(Properties.Empty) };
        await store.CallAsync(c => c.DecideAsync(device.Record, answer));
        Same.Record(
            device.Record with { Status = DeviceCodeStatus.Allowed, Authorization = answer }, await store.FindAsync(device));
    }

    // Two objects with every kind of JSON value, as long as a request may have them.
    private static AuthorizationDetails Details(int length)
    {
        const string Begin =
            """[{"type":"payment","amount":1234.50,"to":{"name":"Zoë \"Z\" O'Hara\\","flags":[true,null]}},{"type":"note","text":" """;
        const string End = "\"}]";
        var text = Begin + Long("", length - Begin.Length - End.Length) + End;
        return AuthorizationDetails.Parse(text).IsError(out var error, out var details)
            ? throw new JsonException(error.Description)
            : details;
    }
}
