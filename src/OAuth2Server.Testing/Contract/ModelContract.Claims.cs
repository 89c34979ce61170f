using System.Buffers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IUserClaimsModel"/>.</content>
public abstract partial class ModelContract
{
    private static readonly string[] ClaimNames = ["name", "email"];

    /// <summary>A client would get the data of another user (OpenID Connect Core §5.3.2).</summary>
    [Fact, Capability(typeof(IUserClaimsModel))]
    public async Task The_claims_of_a_user_belong_to_the_user_alone()
    {
        await using var store = await OpenAsync<IUserClaimsModel>();
        Assert.SkipUnless(store.Fixture.SetUserClaims is not null, "The fixture has no SetUserClaims.");
        var (carol, bob) = (await store.AddUserAsync("carol", Store.Password), await store.AddUserAsync("bob", Store.Password));
        var claims = new UserClaims();
        claims.Add("email", "carol@example.com");
        await store.Fixture.SetUserClaims!(carol, claims);

        Promise(
            (await ClaimsAsync(store, carol.Id)).Contains("\"email\":\"carol@example.com\"", StringComparison.Ordinal),
            "GetUserClaimsAsync gives the claims of the user that are asked for.");
        foreach (var subject in (string[])[bob.Id, "unknown", carol.Id + " ", carol.Id + "x", .. Hostile])
            Promise(
                !(await ClaimsAsync(store, subject)).Contains("carol@example.com", StringComparison.Ordinal),
                $"GetUserClaimsAsync gives no claims of another user for '{subject}'.");
    }

    /// <summary>A client would go on reading the profile of a closed account.</summary>
    [Fact, Capability(typeof(IUserClaimsModel))]
    public async Task A_disabled_user_has_no_claims()
    {
        await using var store = await OpenAsync<IUserClaimsModel>();
        var carol = await store.AddUserAsync("carol", Store.Password);
        await DisableAsync(store, carol);
        Promise(await ClaimsAsync(store, carol.Id) == "null", "GetUserClaimsAsync gives null for a user who may no longer sign in.");
    }

    // In JSON, as clients get them.
    private static async Task<string> ClaimsAsync(Store store, string subject)
    {
        var claims = await store.CallAsync(c => c.As<IUserClaimsModel>().GetUserClaimsAsync(
            subject, ClaimNames, store.Client, new TestOAuthRequest().At(store.Clock), default));
        if (claims is null) return "null";
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            claims.WriteTo(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
