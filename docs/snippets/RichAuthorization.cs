using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

// snippet: type
internal sealed class PaymentType : AuthorizationDetailsType
{
    public override string Type => "payment_initiation";

    // Beside "type". An object with another member is refused.
    public override IReadOnlyCollection<string> Members => ["creditor", "amount", "currency"];

    // Null, or a sentence that tells the client's developer what to send.
    public override ValueTask<string?> ValidateAsync(
        AuthorizationDetail detail, Client client, OAuthContext context, CancellationToken ct) => new(
        !detail.Json.TryGetProperty("creditor", out var creditor) || creditor.ValueKind != JsonValueKind.String
            ? "A payment_initiation needs a creditor, which is a text."
        : !TryGetAmount(detail, out _) ? "A payment_initiation needs an amount, which is a number above 0."
        : !detail.Json.TryGetProperty("currency", out var currency) || !currency.ValueEquals("EUR") ? "The currency must be EUR."
        : null);

    // What the user reads on the consent page.
    public override string Describe(AuthorizationDetail detail) =>
        $"Pay {detail.Json.GetProperty("amount")} EUR to {detail.Json.GetProperty("creditor")}";

    // What a token may be narrowed to. Without this method: to the same object only.
    public override bool Permits(AuthorizationDetail granted, AuthorizationDetail requested) =>
        requested.Json.GetProperty("creditor").ValueEquals(granted.Json.GetProperty("creditor").GetString())
        && TryGetAmount(granted, out var most) && TryGetAmount(requested, out var amount) && amount <= most;

    private static bool TryGetAmount(AuthorizationDetail detail, out decimal amount)
    {
        amount = 0;
        return detail.Json.TryGetProperty("amount", out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDecimal(out amount) && amount > 0;
    }
}
// end-snippet

internal static class RichAuthorization
{
    internal static void Add(IServiceCollection services)
    {
        // snippet: add
        services.AddOAuth2Server<MyModel>(o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode()
            .AddRefreshToken()
            .AddAuthorizationDetailsType<PaymentType>();
        // end-snippet
    }

    // snippet: register
    internal static Client Shop { get; } = new Client
    {
        Id = "shop",
        Type = ClientType.Confidential,
        GrantTypes = ["authorization_code"],
        RedirectUris = ["https://shop.example.com/callback"],
    }.WithAuthorizationDetailsTypes(["payment_initiation"]);
    // end-snippet

    // snippet: read
    internal static void Map(WebApplication app) =>
        app.MapPost("/payments", (Payment order, HttpContext http) =>
        {
            var token = http.Features.Get<AccessToken>()!;
            var allowed = AuthorizationDetails.In(token).OfType("payment_initiation", PaymentJson.Default.Payment);
            return allowed.Any(payment => payment.Creditor == order.Creditor && order.Amount <= payment.Amount)
                ? Results.Ok()
                : Results.Forbid();
        }).RequireScope();
    // end-snippet
}

// snippet: record
internal sealed record Payment(string Creditor, decimal Amount);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Payment))]
internal sealed partial class PaymentJson : JsonSerializerContext;
// end-snippet
