namespace OAuth2Server;

/// <summary>Where the endpoints of an issuer are.</summary>
internal static class EndpointAddress
{
    /// <summary>The URL that the paths of the endpoints stand behind.</summary>
    internal static string BaseOf(OAuthContext context) => BaseOf(context, new Uri(context.Issuer).AbsolutePath.TrimEnd('/'));

    /// <summary>The same, where the path of the issuer is known.</summary>
    /// <remarks>Endpoints are below the issuer; an application that sees the issuer's whole path has it in its own path.</remarks>
    internal static string BaseOf(OAuthContext context, string issuerPath)
    {
        var endpointsPath = context.EndpointsPath;
        var hasIssuerPath = issuerPath.Length > 0 && endpointsPath.StartsWith(issuerPath + "/", StringComparison.Ordinal);
        return context.Issuer.TrimEnd('/') + (hasIssuerPath ? endpointsPath[issuerPath.Length..] : endpointsPath);
    }
}
