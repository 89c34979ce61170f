namespace OAuth2Server.Host.Pages;

/// <summary>What the consent page shows.</summary>
internal sealed record ConsentQuestion
{
    /// <summary>The client's name for people.</summary>
    public required string ClientName { get; init; }

    /// <summary>The client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where the answer goes: a host, or the scheme of an application on the device.</summary>
    public required string Destination { get; init; }

    /// <summary>What is asked for, each with its name for people.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Scopes { get; init; }

    /// <summary>The resources that the tokens will be for.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The sealed request.</summary>
    public required string Ticket { get; init; }

    /// <summary>The request once more, for somebody else to sign in to.</summary>
    public required string AgainUrl { get; init; }

    internal static ConsentQuestion Of(AuthorizationRequest request, HostSettings settings, string ticket, string pathBase) => new()
    {
        ClientName = HostClient.NameOf(request.Client),
        ClientId = request.Client.Id,
        Destination = DestinationOf(new(request.RedirectUri)),
        Scopes = [.. request.Scope.Select(name => KeyValuePair.Create(name, settings.Scopes.GetValueOrDefault(name, name)))],
        Resources = request.Resources,
        Ticket = ticket,
        AgainUrl = $"{pathBase}/oauth2/authorize?{request.Original.Parameters.ToQuery()}",
    };

    private static string DestinationOf(Uri redirectUri) =>
        redirectUri.IsLoopback ? $"{redirectUri.Authority} (an application on this device)"
        : redirectUri.Scheme == Uri.UriSchemeHttps ? redirectUri.Authority
        : $"{redirectUri.Scheme}: (an application on this device)";
}
