namespace OAuth2Server.AspNetCore;

/// <summary>What a user answered on the consent page.</summary>
/// <param name="User">The user.</param>
/// <param name="Allowed">What was allowed of the request.</param>
/// <param name="Remembered">What must not be asked again of it; empty when the user does not want that.</param>
internal sealed record ConsentAnswer(User User, Scope Allowed, Scope Remembered)
{
    /// <summary>The consent after this answer; null when the answer changes nothing.</summary>
    internal Consent? Changes(Consent? before, AuthorizationRequest request, DateTimeOffset now)
    {
        // An answer for this once takes away what was left unchecked, and nothing else.
        var asked = Remembered.IsEmpty ? request.Scope.Except(Allowed) : request.Scope;
        if (Remembered.IsEmpty && (before is null || asked.IsEmpty)) return null;
        before ??= new()
        {
            Issuer = request.Issuer,
            Subject = User.Id,
            ClientId = request.Client.Id,
            Scope = Scope.Empty,
            GrantedAt = now,
        };
        return before.After(asked, Remembered, request.Resources, now);
    }
}
