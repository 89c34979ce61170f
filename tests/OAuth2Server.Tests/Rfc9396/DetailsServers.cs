using System.Text.Json;

namespace OAuth2Server.Tests.Rfc9396;

/// <summary>Servers with two types of authorization details: payments, of which a smaller one is a part of a larger one, and accounts,
/// of which only the same is.</summary>
internal static class DetailsServers
{
    internal const string Payment = """[{"type":"payment","creditor":"Shop","amount":10}]""";
    internal const string Smaller = """[{"type":"payment","creditor":"Shop","amount":4}]""";
    internal const string Larger = """[{"type":"payment","creditor":"Shop","amount":11}]""";
    internal const string OtherCreditor = """[{"type":"payment","creditor":"Thing","amount":4}]""";
    internal const string Account = """[{"type":"account","actions":["list","read"]}]""";
    internal const string Both = """[{"type":"payment","creditor":"Shop","amount":10},{"type":"account","actions":["list","read"]}]""";

    /// <summary>The application is not registered for types; the web client is for both.</summary>
    internal static void Usual(Setup setup)
    {
        setup.Options.AuthorizationDetailsTypes = [new PaymentType(), new AccountType()];
        setup.Store.AddClient(Known.Web.WithAuthorizationDetailsTypes(["payment", "account"]), Known.WebSecret);
    }

    /// <summary>The application's authorization request, with the scope that it has always.</summary>
    internal static Parameters Request(string details) => Known.Authorization.With("authorization_details", details);

    /// <summary>The details of an answer as text, without blanks; null for none.</summary>
    internal static string? Details(this Answer answer) => Details(answer.Json);

    internal static string? Details(JsonElement json) =>
        json.TryGetProperty("authorization_details", out var details) ? JsonSerializer.Serialize(details) : null;
}

/// <summary>A payment: <c>creditor</c> and <c>amount</c> must be there.</summary>
internal sealed class PaymentType : AuthorizationDetailsType
{
    public override string Type => "payment";

    public override IReadOnlyCollection<string> Members => ["creditor", "amount", "locations"];

    public override ValueTask<string?> ValidateAsync(
        AuthorizationDetail detail, Client client, OAuthContext context, CancellationToken ct) => new(
        detail.Json.TryGetProperty("creditor", out var creditor) && creditor.ValueKind == JsonValueKind.String
        && detail.Json.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number && amount.GetDecimal() > 0
            ? null
            : "A payment needs a creditor, which is a text, and an amount above 0.");

    public override string Describe(AuthorizationDetail detail) =>
        $"Pay {detail.Json.GetProperty("amount")} to {detail.Json.GetProperty("creditor")}";

    public override bool Permits(AuthorizationDetail granted, AuthorizationDetail requested) =>
        granted.Json.GetProperty("creditor").GetString() == requested.Json.GetProperty("creditor").GetString()
        && requested.Json.GetProperty("amount").GetDecimal() <= granted.Json.GetProperty("amount").GetDecimal();
}

/// <summary>Access to accounts.</summary>
internal sealed class AccountType : AuthorizationDetailsType
{
    public override string Type => "account";

    public override IReadOnlyCollection<string> Members => ["actions", "nested"];

    public override ValueTask<string?> ValidateAsync(
        AuthorizationDetail detail, Client client, OAuthContext context, CancellationToken ct) =>
        new(detail.Texts("actions").IsEmpty ? "actions must be a list of texts." : null);

    public override string Describe(AuthorizationDetail detail) => "See your accounts";
}
