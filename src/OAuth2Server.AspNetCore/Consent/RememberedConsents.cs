using Microsoft.Extensions.Logging;

namespace OAuth2Server.AspNetCore;

/// <summary>Finds what a user allowed a client before, so that the user is not asked for it again.</summary>
/// <param name="model">The model of the server.</param>
/// <param name="consents">Where consents are kept; null remembers none.</param>
/// <param name="log">The log.</param>
internal sealed class RememberedConsents(IOAuthModel model, IConsentModel? consents, ILogger<ConsentInteraction> log)
{
    /// <summary>Finds the part of a request that needs no question.</summary>
    /// <remarks>For a client that proves nothing there is none: another application on the device could send its request, and get what
    /// the user allowed the first one (RFC 8252 §8.6).</remarks>
    internal async ValueTask<RememberedConsent> FindAsync(AuthorizationRequest request, User user, CancellationToken ct)
    {
        if (request.Interaction.Consent || !ConsentPrompt.MayBeRemembered(request.Client.Type, request.RedirectUri)) return default;
        if (request.Client.FirstParty) return new(true, null, request.Scope);
        if (consents is null) return default;
        try
        {
            if (await consents.GetConsentAsync(request.Issuer, user.Id, request.Client.Id, ct) is not { } given) return default;
            var granted = given.AllowedOf(request.Scope, request.Resources);
            // Only the model itself can look at the consent and save the code in one step. With consents kept elsewhere, a code that is
            // saved in the moment of a withdrawal survives it.
            // One payment is not the next one: a consent that is remembered covers scope, and no authorization details (RFC 9396 §12).
            var isComplete = request.AuthorizationDetails.IsEmpty && given.Covers(request.Scope, request.Resources);
            return new(isComplete, model is IConsentModel ? given : null, granted);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.ConsentFailed(e, request.Client.Id);
            return default;
        }
    }
}

/// <summary>What a user allowed a client before.</summary>
/// <param name="IsComplete">Whether the user need not be asked at all.</param>
/// <param name="ToSaveWith">The consent that a code must be saved with; null where there is none to save it with: for a first-party client,
/// and where another object than the model keeps the consents.</param>
/// <param name="Granted">What of the requested scope was allowed; null for nothing.</param>
internal readonly record struct RememberedConsent(bool IsComplete, Consent? ToSaveWith, Scope? Granted)
{
    internal Scope GrantedScope => Granted ?? Scope.Empty;
}
