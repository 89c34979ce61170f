namespace OAuth2Server;

/// <summary>What the two ways of presenting a secret share.</summary>
internal static class ClientSecret
{
    internal static async ValueTask<Outcome<Client>> AuthenticateAsync(IOAuthModel model, string id, string secret, OAuthContext context, CancellationToken ct)
    {
        if (!Grammar.IsVsChar(id) || !Grammar.IsVsChar(secret)) return ClientAuthentication.Failed("RFC 6749 §A.1, §A.2", "client_id or client_secret is malformed.");
        if (await model.GetClientAsync(id, context, ct) is not { } client) return ClientAuthentication.Failed("RFC 6749 §2.3.1", "The client is unknown.");
        context.ClientId = client.Id;
        if (client.Type == ClientType.Public) return ClientAuthentication.Failed("RFC 6749 §2.3.1", "A public client has no secret.");
        // Only for known clients: invented ids would fill the table, and an id is no secret (§2.2).
        var attempt = Attempt.AtClientSecret(client, context, model);
        if (attempt.Wait is { } closed) return attempt.Refuse(closed);
        var isRight = await model.VerifyClientSecretAsync(client, new(secret), context, ct);
        if (await attempt.EndAsync(isRight, ct) is { } meanwhile) return attempt.Refuse(meanwhile);
        if (!isRight) return ClientAuthentication.Failed("RFC 6749 §2.3.1", "The secret is wrong.");
        return client;
    }
}
