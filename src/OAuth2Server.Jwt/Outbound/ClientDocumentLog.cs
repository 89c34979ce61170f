using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt;

/// <summary>What is logged about documents of clients.</summary>
internal sealed partial class ClientDocumentLog(ILogger log)
{
    [LoggerMessage(310, LogLevel.Warning,
        "Could not read {Address} of {ClientId}: {Problem}. Requests that need it are refused; it is tried again, and this line "
        + "is written once a minute for one address at most, and 100 times a minute altogether",
        EventName = "ClientDocumentUnavailable")]
    internal partial void NotFetched(string clientId, string address, string? problem);

    [LoggerMessage(311, LogLevel.Warning,
        "The keys of client {ClientId} cannot be used: {Problem}. Its signatures are refused", EventName = "ClientKeysUnusable")]
    internal partial void Unusable(string clientId, string problem);

    [LoggerMessage(312, LogLevel.Warning,
        "Client {ClientId} signed a client assertion for the audience {Audience} instead of the issuer, which its registration permits "
        + "(AcceptsEndpointAudience). Another authorization server can use such an assertion (RFC 10070 §4): let the client name the "
        + "issuer",
        EventName = "EndpointAudience")]
    internal partial void EndpointAudience(string clientId, string audience);
}
