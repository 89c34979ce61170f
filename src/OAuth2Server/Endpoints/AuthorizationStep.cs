using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server;

/// <summary>The result of the first half of an authorization: a valid request to ask the resource owner about, or a response to
/// send.</summary>
public sealed class AuthorizationStep
{
    internal AuthorizationStep(AuthorizationRequest request) => Request = request;

    internal AuthorizationStep(OAuthResponse response) => Response = response;

    /// <summary>The valid request; null when there is a <see cref="Response"/>.</summary>
    public AuthorizationRequest? Request { get; }

    /// <summary>An error page or an error redirect; null when there is a <see cref="Request"/>.</summary>
    public OAuthResponse? Response { get; }

    /// <summary>Opens the step: true with the request, or false with the response to send.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    public bool IsValid([NotNullWhen(true)] out AuthorizationRequest? request, [NotNullWhen(false)] out OAuthResponse? response)
    {
        (request, response) = (Request, Response);
        return request is not null;
    }
}
