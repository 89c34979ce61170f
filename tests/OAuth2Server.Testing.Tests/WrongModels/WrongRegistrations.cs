namespace OAuth2Server.Testing.Tests;

/// <summary>Replaces a registration by any registration access token.</summary>
internal sealed class ReplacesByAnyToken(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> ReplaceRegistrationAsync(
        ClientRegistration registration, SecretHash accessToken, OAuthContext context, CancellationToken ct) =>
        await GetRegistrationAsync(registration.Client.Id, context, ct) is { } found
        && await base.ReplaceRegistrationAsync(registration, found.AccessToken, context, ct);
}

/// <summary>Looks for the registration access token, then writes: another caller may replace it between the two.</summary>
internal sealed class LooksThenReplaces(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> ReplaceRegistrationAsync(
        ClientRegistration registration, SecretHash accessToken, OAuthContext context, CancellationToken ct)
    {
        if (await GetRegistrationAsync(registration.Client.Id, context, ct) is not { } found || !found.AccessToken.Equals(accessToken))
            return false;
        await Task.Delay(1, ct);
        return await GetRegistrationAsync(registration.Client.Id, context, ct) is { } present
            && await base.ReplaceRegistrationAsync(registration, present.AccessToken, context, ct);
    }
}

/// <summary>Leaves the old secret where it is.</summary>
internal sealed class KeepsTheOldSecret(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> ReplaceRegistrationAsync(
        ClientRegistration registration, SecretHash accessToken, OAuthContext context, CancellationToken ct) =>
        await GetRegistrationAsync(registration.Client.Id, context, ct) is { } found
        && await base.ReplaceRegistrationAsync(registration with { Secret = found.Secret }, accessToken, context, ct);
}

/// <summary>Deletes a registration by any registration access token.</summary>
internal sealed class DeletesByAnyToken(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> DeleteRegistrationAsync(
        string clientId, SecretHash accessToken, OAuthContext context, CancellationToken ct) =>
        await GetRegistrationAsync(clientId, context, ct) is { } found
        && await base.DeleteRegistrationAsync(clientId, found.AccessToken, context, ct);
}

/// <summary>Says that it deleted, and did not.</summary>
internal sealed class DeletesNothing(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> DeleteRegistrationAsync(
        string clientId, SecretHash accessToken, OAuthContext context, CancellationToken ct) =>
        await GetRegistrationAsync(clientId, context, ct) is { } found && found.AccessToken.Equals(accessToken);
}

/// <summary>Saves in the place of a client that has the id.</summary>
internal sealed class OverwritesATakenId(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask SaveRegistrationAsync(ClientRegistration registration, OAuthContext context, CancellationToken ct)
    {
        Inner.RemoveClient(registration.Client.Id);
        return base.SaveRegistrationAsync(registration, context, ct);
    }
}

/// <summary>Loses the time at which an unused client is removed.</summary>
internal sealed class PrunesNoClient(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask SaveRegistrationAsync(ClientRegistration registration, OAuthContext context, CancellationToken ct) =>
        base.SaveRegistrationAsync(
            registration with { Client = registration.Client with { UnusedUntil = null } }, context, ct);
}

/// <summary>Does not remember that a client got a token.</summary>
internal sealed class ForgetsTheUse(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask KeepRegistrationAsync(string clientId, OAuthContext context, CancellationToken ct) => default;
}

/// <summary>Gives the time of the look-up as that of the registration.</summary>
internal sealed class LosesTheTimeOfRegistration(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<ClientRegistration?> GetRegistrationAsync(
        string clientId, OAuthContext context, CancellationToken ct) =>
        await base.GetRegistrationAsync(clientId, context, ct) is { } found ? found with { RegisteredAt = context.Now } : null;
}

/// <summary>Takes every client for one that registered itself.</summary>
internal sealed class GivesEveryClientARegistration(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<ClientRegistration?> GetRegistrationAsync(
        string clientId, OAuthContext context, CancellationToken ct)
    {
        if (await base.GetRegistrationAsync(clientId, context, ct) is { } found) return found;
        return await GetClientAsync(clientId, context, ct) is { } client
            ? new() { Client = client, AccessToken = SecretHash.Of(""), RegisteredAt = context.Now }
            : null;
    }
}
