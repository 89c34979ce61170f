using OAuth2Server.AspNetCore;

namespace OAuth2Server.Host.Pages;

/// <summary>The content of the consent page.</summary>
internal sealed record ConsentQuestion
{
    /// <summary>The name of the client for users.</summary>
    public required string ClientName { get; init; }

    /// <summary>The id of the client.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where the answer goes: a host, or the scheme of an application on the device.</summary>
    public required string Destination { get; init; }

    /// <summary>The host whose owner answers for the client; null for a client that does not describe itself by a document.</summary>
    public string? DocumentHost { get; init; }

    /// <summary>Whether the client registered itself, and the operator has not checked it.</summary>
    public bool IsUnchecked { get; init; }

    /// <summary>Whether any application on the device of the user can claim to be the client.</summary>
    public bool IsAnyApplication { get; init; }

    /// <summary>The scopes that the page asks for, each with its text for users.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Scopes { get; init; }

    /// <summary>The texts of the scopes that the user allowed before.</summary>
    public IReadOnlyList<string> GrantedScopes { get; init; } = [];

    /// <summary>The authorization details, each as its text for users.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>The resources for which the tokens are requested, each with its name for users; null where it has none.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Resources { get; init; }

    /// <summary>The ticket: the sealed request.</summary>
    public required string Ticket { get; init; }

    /// <summary>The URL of the same request, for a user who signs in with another account.</summary>
    public required string AgainUrl { get; init; }

    internal static ConsentQuestion Of(ConsentPrompt prompt, HostSettings settings, string pathBase) => new()
    {
        ClientName = prompt.ClientName,
        ClientId = prompt.ClientId,
        Destination = DestinationOf(new(prompt.RedirectUri)),
        DocumentHost = prompt.DocumentHost,
        IsUnchecked = prompt.Source == ClientSource.Registration,
        IsAnyApplication = !prompt.IsClientProven,
        Scopes = ScopeChoices.Of(prompt.AskedScope, settings),
        GrantedScopes = [.. ScopeChoices.Of(prompt.GrantedScope, settings).Select(scope => scope.Value)],
        Details = prompt.AuthorizationDetailsTexts,
        Resources = [.. prompt.Resources.Select(resource => KeyValuePair.Create(resource, settings.Mcp.NameOf(resource)))],
        Ticket = prompt.Ticket,
        AgainUrl = UrlOf(prompt.Parameters, pathBase),
    };

    /// <summary>The URL of an authorization request.</summary>
    internal static string UrlOf(RequestParameters request, string pathBase) => $"{pathBase}/oauth2/authorize?{request.ToQuery()}";

    private static string DestinationOf(Uri redirectUri) =>
        redirectUri.IsLoopback ? $"{redirectUri.Authority} (an application on this device)"
        : redirectUri.Scheme == Uri.UriSchemeHttps ? redirectUri.Authority
        : $"{redirectUri.Scheme}: (an application on this device)";
}
