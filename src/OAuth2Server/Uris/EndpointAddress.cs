namespace OAuth2Server;

/// <summary>Where the endpoints of an issuer are.</summary>
internal static class EndpointAddress
{
    /// <summary>The URL that the paths of the endpoints stand behind: below the issuer. An application that sees the whole path of the
    /// issuer has it in its own path too.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="endpointsPath">What the paths of the endpoints start with.</param>
    internal static string BaseOf(string issuer, string endpointsPath)
    {
        var issuerPath = new Uri(issuer).AbsolutePath.TrimEnd('/');
        var hasIssuerPath = issuerPath.Length > 0 && endpointsPath.StartsWith(issuerPath + "/", StringComparison.Ordinal);
        return issuer.TrimEnd('/') + (hasIssuerPath ? endpointsPath[issuerPath.Length..] : endpointsPath);
    }
}
