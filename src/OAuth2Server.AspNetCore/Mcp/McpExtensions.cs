using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace OAuth2Server.AspNetCore;

/// <summary>Protects a server of the Model Context Protocol: an MCP client finds the authorization server, gets a token for this server
/// alone, and asks the user for more scope when a tool needs it.</summary>
public static class McpExtensions
{
    /// <summary>Protects the endpoint of an MCP server with the tokens of a bearer scheme, and publishes the metadata of the resource (RFC
    /// 9728): requests without a token get 401 with <c>resource_metadata</c> and <c>scope</c>, calls of a tool without its scope 403
    /// <c>insufficient_scope</c>, and the pages of every origin may send requests (CORS).</summary>
    /// <remarks>Set <see cref="OAuth2BearerOptions.Resource"/> to the public URL of the endpoint. For the pages of browsers add
    /// <c>AddCors()</c> to the services and <c>UseCors()</c> to the application.</remarks>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="mcp">The endpoint: what <c>MapMcp</c> of the MCP server's package returned.</param>
    /// <param name="configure">Sets the scopes.</param>
    /// <param name="scheme">The bearer scheme, added with <c>AddOAuth2Bearer</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="InvalidOperationException">A setting of the resource is wrong; the message says which and why.</exception>
    public static IEndpointConventionBuilder ProtectMcp(
        this IEndpointRouteBuilder endpoints, IEndpointConventionBuilder mcp, Action<McpProtection> configure,
        string scheme = OAuth2BearerDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(mcp);
        ArgumentNullException.ThrowIfNull(configure);
        var protection = new McpProtection();
        configure(protection);
        var policy = new AuthorizationPolicyBuilder(scheme).RequireScope([.. protection.Scopes])
            .AddRequirements(new ToolScopeRequirement(protection.ToolScopes)).Build();
        mcp.RequireAuthorization(policy);
        mcp.RequireCors(cors => cors.AllowAnyOrigin().AllowAnyHeader().WithMethods("GET", "POST", "DELETE")
            .WithExposedHeaders("WWW-Authenticate", "DPoP-Nonce", "Mcp-Session-Id", "MCP-Protocol-Version"));
        endpoints.DataSources.Add(new UnservedMethods(endpoints.DataSources, policy));
        endpoints.MapProtectedResource(metadata =>
        {
            metadata.ScopesSupported = [.. protection.AllScopes];
            metadata.ResourceName = protection.ResourceName;
            protection.Metadata?.Invoke(metadata);
        }, scheme);
        return mcp;
    }
}
