namespace OAuth2Server.StorageBenchmark;

/// <summary>The operations that are measured, once through the model and once as plain ADO.NET. A caller does one thing at a
/// time.</summary>
internal interface IWork
{
    Task SaveAsync(Token token);

    Task SaveCodeAsync(AuthorizationCode code);

    Task<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay);

    Task<bool> FindAsync(string text);

    Task RevokeAsync(string authorizationId);
}
