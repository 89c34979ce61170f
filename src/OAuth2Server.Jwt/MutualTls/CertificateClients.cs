using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.Jwt;

/// <summary>Finds the client that a certificate is meant to authenticate.</summary>
/// <remarks>A certificate alone does not show whether it authenticates its client or only binds its tokens (RFC 8705 §3, §4): the
/// registration decides.</remarks>
internal static class CertificateClients
{
    /// <summary>The client of <c>client_id</c>, if the request has a certificate and the client is registered for a method; otherwise
    /// null.</summary>
    internal static async ValueTask<Client?> FindAsync(IOAuthModel model, string method, OAuthContext context, CancellationToken ct)
    {
        if (context.Request.ClientCertificate is null || context["client_id"] is not { } id
            || id.AsSpan().ContainsAnyExceptInRange(' ', '~')) return null;
        return await model.GetClientAsync(id, context, ct) is { Type: ClientType.Confidential, AuthenticationMethods: { IsDefault: false } }
            client && client.AuthenticationMethods.Contains(method, StringComparer.Ordinal) ? client : null;
    }

    /// <summary>Whether a certificate is valid at a time.</summary>
    internal static bool IsCurrent(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime();

    internal static OAuthError Failed(string rule, string detail) =>
        OAuthError.InvalidClient("Client authentication failed.", rule, detail);
}
