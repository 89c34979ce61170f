using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;
using OAuth2Server.EntityFrameworkCore;

namespace Snippets;

// snippet: identity-context
public sealed class AccountDb(DbContextOptions<AccountDb> options) : IdentityDbContext<IdentityUser>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOAuth2Server(prefix: "oauth_");
    }
}
// end-snippet

// snippet: identity-model
public sealed class AccountModel(AccountDb db, UserManager<IdentityUser> users) : EntityFrameworkModel<AccountDb>(db), IUserModel
{
    // Called at each redemption and refresh: a user who is locked out, or was deleted, gets no further tokens.
    public async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        await users.FindByIdAsync(subject) is { } user && !await users.IsLockedOutAsync(user) ? new User(user.Id) : null;
}
// end-snippet

internal static class Identity
{
    internal static void Configure(WebApplicationBuilder builder, string connection)
    {
        // snippet: identity-services
        builder.Services.AddDbContext<AccountDb>(o => o.UseNpgsql(connection));
        builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        builder.Services.AddIdentityCore<IdentityUser>().AddEntityFrameworkStores<AccountDb>().AddSignInManager();
        builder.Services.AddOAuth2Server<AccountModel>(o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode().AddRefreshToken();
        builder.Services.Configure<OAuth2AspNetCoreOptions>(o => o.LoginScheme = IdentityConstants.ApplicationScheme);
        // end-snippet
    }
}
