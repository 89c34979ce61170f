using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.Testing;

/// <summary>A request for tests. Every member can be set, and each has a default.</summary>
public sealed class TestOAuthRequest : OAuthRequest
{
    private readonly Dictionary<string, string[]> _headers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The issuer of a context unless another one is given.</summary>
    public const string DefaultIssuer = "https://auth.example.com";

    /// <summary>A POST to the token endpoint with a form.</summary>
    /// <param name="form">The parameters.</param>
    public TestOAuthRequest(params (string Name, string Value)[] form) =>
        Parameters = RequestParameters.Of(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    /// <inheritdoc/>
    public override string Method => HttpMethod;

    /// <inheritdoc/>
    public override Uri Uri => RequestUri;

    /// <inheritdoc/>
    public override RequestParameters Parameters { get; }

    /// <inheritdoc/>
    public override string CorrelationId => Correlation;

    /// <inheritdoc/>
    public override IPAddress? RemoteAddress => Address;

    /// <inheritdoc/>
    public override X509Certificate2? ClientCertificate => Certificate;

    /// <summary>The method.</summary>
    /// <value>Default <c>POST</c>.</value>
    public string HttpMethod { get; init; } = "POST";

    /// <summary>The URI.</summary>
    /// <value>Default the token endpoint of <see cref="DefaultIssuer"/>.</value>
    public Uri RequestUri { get; init; } = new(DefaultIssuer + "/oauth2/token");

    /// <summary>The correlation id.</summary>
    public string Correlation { get; init; } = "test";

    /// <summary>The client's address.</summary>
    public IPAddress? Address { get; init; } = IPAddress.Loopback;

    /// <summary>The client's certificate.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string?> Header(string name) => _headers.GetValueOrDefault(name, []);

    /// <summary>Sets a header of this request, and gives it back.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="values">Its values.</param>
    public TestOAuthRequest WithHeader(string name, params string[] values)
    {
        _headers[name] = values;
        return this;
    }

    /// <summary>The context in which a model sees this request.</summary>
    /// <param name="clock">Gives the time of the request.</param>
    /// <param name="issuer">The issuer that answers it.</param>
    public OAuthContext At(TimeProvider clock, string issuer = DefaultIssuer)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return At(clock.GetUtcNow(), issuer);
    }

    /// <summary>The context in which a model sees this request.</summary>
    /// <param name="now">The time of the request, UTC.</param>
    /// <param name="issuer">The issuer that answers it.</param>
    public OAuthContext At(DateTimeOffset now, string issuer = DefaultIssuer) => new() { Request = this, Issuer = issuer, Now = now };
}
