using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>The redirect URIs of a registration, and the kind of application that they make it (<c>application_type</c>, OpenID Connect
/// Dynamic Client Registration §2).</summary>
internal static class RegisteredAddresses
{
    /// <summary>The name of the member, and of the property that keeps it.</summary>
    internal const string ApplicationType = "application_type";

    /// <summary>The application runs on the device of its user, and the redirect URI leads to that device.</summary>
    internal const string Native = "native";

    private const string Web = "web";

    internal static (ImmutableArray<string> RedirectUris, string ApplicationType) Read(
        MetadataReader metadata, ClientRegistrationOptions options)
    {
        var uris = metadata.Texts("redirect_uris", OAuthError.InvalidRedirectUri) ?? [];
        var type = metadata.Text(ApplicationType);
        if (type is not (null or Native or Web)) metadata.Refuse("application_type must be web or native.");
        var place = 0;
        foreach (var uri in uris)
        {
            place++;
            if (RedirectUri.Problem(uri, options.SchemesWithoutDot) is { } problem)
                metadata.Refuse(OAuthError.InvalidRedirectUri($"Redirect URI {place} cannot be registered. {problem}"));
            else if (type == Web && !IsHttps(uri))
                metadata.Refuse(OAuthError.InvalidRedirectUri(
                    $"Redirect URI {place} of a web application must be https. An application on a device has the application_type " +
                    "native."));
        }
        // RFC 7591 has no such member, and clients of that RFC with a loopback address send none.
        return (uris, type ?? (uris.All(IsHttps) ? Web : Native));
    }

    private static bool IsHttps(string uri) => uri.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
