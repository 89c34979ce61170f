using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The shop's model: everything from the package, but for its own customers and its own kind of client.</summary>
public sealed class ShopModel(ShopDb db, ILogger<EntityFrameworkModel<ShopDb>>? log = null)
    : EntityFrameworkModel<ShopDb>(db, log), IPasswordModel, IUserModel
{
    public async ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct)
    {
        var hash = Hash(password.Reveal());
        var customer = await Context.Customers.AsNoTracking().FirstOrDefaultAsync(c => c.Email == username && !c.Closed, ct);
        return customer is not null && CryptographicOperations.FixedTimeEquals(hash, customer.PasswordHash) ? UserOf(customer) : null;
    }

    public async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct)
    {
        // 01 is another subject than 1.
        if (!int.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || id.ToString(CultureInfo.InvariantCulture) != subject) return null;
        return await Context.Customers.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && !c.Closed, ct) is { } customer
            ? UserOf(customer) : null;
    }

    protected override Client ClientOf(ClientRow row)
    {
        var client = base.ClientOf(row);
        return new ShopClient(client) { Owner = client.Properties["owner"] ?? "none" };
    }

    internal static byte[] Hash(string password) => Rfc2898DeriveBytes.Pbkdf2(password, "shop salt"u8, 1000, HashAlgorithmName.SHA256, 32);

    internal static User UserOf(Customer customer) =>
        new ShopUser(customer.Id.ToString(CultureInfo.InvariantCulture)) { Email = customer.Email };
}

public sealed record ShopUser(string Id) : User(Id)
{
    public required string Email { get; init; }
}

public sealed record ShopClient : Client
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ShopClient(Client client) : base(client) => Owner = "";

    public required string Owner { get; init; }
}
