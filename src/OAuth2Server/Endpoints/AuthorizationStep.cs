using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server;

/// <summary>What the first half of an authorization says: a valid request to put to the resource owner, or a response to send at once.</summary>
public sealed class AuthorizationStep
{
    internal AuthorizationStep(AuthorizationRequest request) => Request = request;

    internal AuthorizationStep(OAuthResponse response) => Response = response;

    /// <summary>The valid request; null when there is a <see cref="Response"/>.</summary>
    public AuthorizationRequest? Request { get; }

    /// <summary>An error page or an error redirect; null when there is a <see cref="Request"/>.</summary>
    public OAuthResponse? Response { get; }

    /// <summary>Opens the step: true with the request, or false with the response to send.</summary>
    public bool IsValid([NotNullWhen(true)] out AuthorizationRequest? request, [NotNullWhen(false)] out OAuthResponse? response)
    {
        (request, response) = (Request, Response);
        return request is not null;
    }
}
