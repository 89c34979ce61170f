using System.Collections.Immutable;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals a validated authorization request that travels through the consent page, with what the page shows.</summary>
internal sealed class ConsentTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    private const char Granted = '1';
    private const char Asked = '0';

    private readonly UserTickets _tickets =
        new(protection.CreateProtector("OAuth2Server.AspNetCore.ConsentTicket.6"), clock, options.Value.ConsentLifetime);

    /// <summary>Seals it with the parameters that bring the browser back to it. What is among these already is not repeated: the ticket
    /// travels in a URL.</summary>
    /// <param name="request">The request.</param>
    /// <param name="granted">What of its scope the page does not ask for.</param>
    /// <param name="sent">The parameters.</param>
    /// <param name="path">The path of the authorization endpoint.</param>
    /// <param name="signedIn">The user.</param>
    internal string Seal(AuthorizationRequest request, Scope granted, RequestParameters sent, string path, SignedIn signedIn) =>
        _tickets.Seal(string.Join('\n',
            request.Issuer,
            path,
            request.Client.Type == ClientType.Confidential ? "confidential" : "public",
            request.Client.Source.ToString(),
            Uri.EscapeDataString(request.Client.DisplayName ?? ""),
            sent["scope"] is { } scope && Scope.Parse(scope).Equals(request.Scope) ? "" : "=" + request.Scope,
            sent["redirect_uri"] is null ? request.RedirectUri : "",
            granted.IsEmpty ? "" : MarksOf(granted, request.Scope),
            request.Resources.SequenceEqual(sent.Values("resource")) ? "" : string.Join(' ', request.Resources),
            sent.ToQuery()), signedIn);

    // One character for each name of the scope, in its order: the names are in the ticket already.
    private static string MarksOf(Scope granted, Scope scope) =>
        string.Concat(scope.Select(name => granted.Contains(name) ? Granted : Asked));

    private static Scope Marked(Scope scope, string marks)
    {
        string[] marked = [.. scope.Where((_, place) => marks.ElementAtOrDefault(place) == Granted)];
        return Scope.Of(marked);
    }

    /// <summary>What was sealed; null when the ticket is damaged, expired, or of another user or session.</summary>
    internal SealedConsent? Open(string ticket, SignedIn signedIn) => Read(_tickets.Open(ticket, signedIn));

    /// <summary>What was sealed, also for another user or session or too long ago; null when the ticket is damaged.</summary>
    internal SealedConsent? OpenAny(string ticket) => Read(_tickets.OpenAny(ticket));

    private static SealedConsent? Read(string? text)
    {
        if (text?.Split('\n')
            is not
            [
                var issuer, var path, var type, var source, var name, var scope, var redirectUri, var granted, var resources, var query,
            ]) return null;
        var parameters = RequestParameters.FromQuery(query);
        var requested = Scope.Parse(scope.Length == 0 ? parameters["scope"] : scope[1..]);
        return new(
            issuer,
            path,
            parameters,
            type == "confidential" ? ClientType.Confidential : ClientType.Public,
            Enum.Parse<ClientSource>(source),
            name.Length == 0 ? null : Uri.UnescapeDataString(name),
            requested,
            granted.Length == 0 ? Scope.Empty : Marked(requested, granted),
            redirectUri.Length == 0 ? parameters["redirect_uri"]! : redirectUri,
            resources.Length == 0 ? parameters.Values("resource") : [.. resources.Split(' ')]);
    }
}

/// <summary>What a consent ticket holds.</summary>
internal sealed record SealedConsent(
    string Issuer, string Path, RequestParameters Parameters, ClientType ClientType, ClientSource Source, string? ClientName, Scope Scope,
    Scope Granted, string RedirectUri, ImmutableArray<string> Resources);
