using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Puts the types of authorization details that were added as services into the settings of the server.</summary>
internal sealed class AddedDetailsTypes(IEnumerable<AuthorizationDetailsType> types) : IPostConfigureOptions<OAuth2ServerOptions>
{
    public void PostConfigure(string? name, OAuth2ServerOptions options)
    {
        options.AuthorizationDetailsTypes = [.. options.AuthorizationDetailsTypes, .. types];
    }
}
