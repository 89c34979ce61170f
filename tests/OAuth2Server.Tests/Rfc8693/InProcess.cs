namespace OAuth2Server.Tests.Rfc8693;

public sealed class TokenExchangeRequestsInProcess : TokenExchangeRequests<InProcess>;

public sealed class TokenExchangeResponsesInProcess : TokenExchangeResponses<InProcess>;

public sealed class TokenExchangeErrorsInProcess : TokenExchangeErrors<InProcess>;

public sealed class ActorClaimsInProcess : ActorClaims<InProcess>;

public sealed class PermittedActorsInProcess : PermittedActors<InProcess>;

public sealed class ExchangedTokensInProcess : ExchangedTokens<InProcess>;

public sealed class BoundSubjectTokensInProcess : BoundSubjectTokens<InProcess>;
