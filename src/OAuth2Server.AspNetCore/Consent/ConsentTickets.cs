using System.Collections.Immutable;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals a validated authorization request that travels through the consent page, with what the page shows.</summary>
internal sealed class ConsentTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    private readonly UserTickets _tickets =
        new(protection.CreateProtector("OAuth2Server.AspNetCore.ConsentTicket.5"), clock, options.Value.ConsentLifetime);

    /// <summary>Seals it with the parameters that bring the browser back to it. What is among these already is not repeated: the ticket
    /// travels in a URL.</summary>
    internal string Seal(AuthorizationRequest request, RequestParameters sent, string path, SignedIn signedIn) =>
        _tickets.Seal(string.Join('\n',
            request.Issuer,
            path,
            request.Client.Type == ClientType.Confidential ? "confidential" : "public",
            Uri.EscapeDataString(request.Client.DisplayName ?? ""),
            sent["scope"] is { } scope && Scope.Parse(scope).Equals(request.Scope) ? "" : "=" + request.Scope,
            sent["redirect_uri"] is null ? request.RedirectUri : "",
            request.Resources.SequenceEqual(sent.Values("resource")) ? "" : string.Join(' ', request.Resources),
            sent.ToQuery()), signedIn);

    /// <summary>What was sealed; null when the ticket is damaged, expired, or of another user or session.</summary>
    internal SealedConsent? Open(string ticket, SignedIn signedIn) => Read(_tickets.Open(ticket, signedIn));

    /// <summary>What was sealed, also for another user or session or too long ago; null when the ticket is damaged.</summary>
    internal SealedConsent? OpenAny(string ticket) => Read(_tickets.OpenAny(ticket));

    private static SealedConsent? Read(string? text)
    {
        if (text?.Split('\n')
            is not [var issuer, var path, var type, var name, var scope, var redirectUri, var resources, var query]) return null;
        var parameters = RequestParameters.FromQuery(query);
        return new(
            issuer,
            path,
            parameters,
            type == "confidential" ? ClientType.Confidential : ClientType.Public,
            name.Length == 0 ? null : Uri.UnescapeDataString(name),
            Scope.Parse(scope.Length == 0 ? parameters["scope"] : scope[1..]),
            redirectUri.Length == 0 ? parameters["redirect_uri"]! : redirectUri,
            resources.Length == 0 ? parameters.Values("resource") : [.. resources.Split(' ')]);
    }
}

/// <summary>What a consent ticket holds.</summary>
internal sealed record SealedConsent(
    string Issuer, string Path, RequestParameters Parameters, ClientType ClientType, string? ClientName, Scope Scope, string RedirectUri,
    ImmutableArray<string> Resources);
