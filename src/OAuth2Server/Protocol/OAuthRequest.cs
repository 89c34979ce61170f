using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server;

/// <summary>One HTTP request, as far as the protocol reads it. A web framework's adapter derives this once.</summary>
/// <remarks>A derived class reads its framework's own request when a member is called: nothing is copied that is not used.</remarks>
public abstract class OAuthRequest
{
    /// <summary>The method in upper case: <c>GET</c>, <c>POST</c>.</summary>
    public abstract string Method { get; }

    /// <summary>The absolute URI as the client sent it, after trusted proxies.</summary>
    /// <remarks>A framework that decodes the path changes it: take the one of the request line. The proof of a client is for the address
    /// that it sent (RFC 9449 §4.3).</remarks>
    public abstract Uri Uri { get; }

    /// <summary>The query of a GET or the form of a POST, never a mixture.</summary>
    public abstract RequestParameters Parameters { get; }

    /// <summary>The body, for endpoints that read JSON; <see cref="RequestBody.None"/> when the adapter does not keep it.</summary>
    public virtual RequestBody Body => RequestBody.None;

    /// <summary>Every value of a header, by its case-insensitive name; empty when it was not sent.</summary>
    public abstract IReadOnlyList<string?> Header(string name);

    /// <summary>The value that links the client's answer to the lines of the log; the empty text for none.</summary>
    public virtual string CorrelationId => "";

    /// <summary>The client's address; null when it is not known.</summary>
    public virtual IPAddress? RemoteAddress => null;

    /// <summary>The certificate of a mutual TLS connection; null without one.</summary>
    public virtual X509Certificate2? ClientCertificate => null;

    /// <summary>The value of a parameter; null when it is omitted or empty.</summary>
    public string? this[string name] => Parameters[name];

    /// <summary>The method and the path: a query may hold secrets.</summary>
    public sealed override string ToString() => $"{Method} {Uri.AbsolutePath}";
}
