namespace OAuth2Server.Testing;

/// <summary>What came back to the client's redirect URI (RFC 6749 §4.1.2).</summary>
public sealed record AuthorizationAnswer
{
    /// <summary>The code; null with an error.</summary>
    public string? Code { get; init; }

    /// <summary>The error; null with a code.</summary>
    public string? Error { get; init; }

    /// <summary>What the server says about the error.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>The state as it came back.</summary>
    public string? State { get; init; }

    /// <summary>The issuer as it was named (RFC 9207).</summary>
    public string? Issuer { get; init; }

    /// <summary>The PKCE verifier that belongs to the request, for redeeming the code.</summary>
    public required string CodeVerifier { get; init; }

    /// <summary>The error, or that there is a code: nothing secret.</summary>
    public override string ToString() => Error ?? "code";

    internal static AuthorizationAnswer Read(Uri end, string verifier)
    {
        var parameters = RequestParameters.FromQuery(end.Query);
        return new()
        {
            Code = parameters["code"],
            Error = parameters["error"],
            ErrorDescription = parameters["error_description"],
            State = parameters["state"],
            Issuer = parameters["iss"],
            CodeVerifier = verifier,
        };
    }
}
