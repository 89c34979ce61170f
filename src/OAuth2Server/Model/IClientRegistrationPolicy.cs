using System.Text.Json;

namespace OAuth2Server;

/// <summary>Optional: decides which clients register, and with what.</summary>
/// <remarks>It is asked in every <see cref="RegistrationMode"/> except <see cref="RegistrationMode.Off"/>, after the mode accepted the
/// caller.</remarks>
public interface IClientRegistrationPolicy
{
    /// <summary>Decides about a new registration, or about the replacement of one (RFC 7592 §2.2).</summary>
    /// <param name="request">The request, and the client that the rules of the server make of it.</param>
    /// <param name="context">The HTTP request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The client to register, with any changes except its id and type; or an error, for instance
    /// <see cref="OAuthError.InvalidClientMetadata"/>, or one with the status 403.</returns>
    ValueTask<Outcome<Client>> ReviewAsync(RequestedRegistration request, OAuthContext context, CancellationToken ct);

    /// <summary>Verifies a software statement: who signed it, and whether that party is trusted (RFC 7591 §2.3).</summary>
    /// <param name="statement">The JSON Web Token as the request contains it.</param>
    /// <param name="context">The HTTP request.</param>
    /// <param name="ct">Cancelled when the client disconnects.</param>
    /// <returns>The claims, as a JSON object: they take the place of the members of the same name in the request (RFC 7591 §3.1.1). Or
    /// <see cref="OAuthError.InvalidSoftwareStatement"/>, <see cref="OAuthError.UnapprovedSoftwareStatement"/>; the default is the
    /// second.</returns>
    ValueTask<Outcome<JsonElement>> ReadSoftwareStatementAsync(string statement, OAuthContext context, CancellationToken ct) =>
        new(OAuthError.UnapprovedSoftwareStatement("The server accepts no software statements."));
}
