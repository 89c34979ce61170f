namespace OAuth2Server.Tests.Rfc7009;

public sealed class RevocationRequestsInProcess : RevocationRequests<InProcess>;

public sealed class RevocationsInProcess : Revocations<InProcess>;

public sealed class RevocationResponsesInProcess : RevocationResponses<InProcess>;

public sealed class RevocationSecurityInProcess : RevocationSecurity<InProcess>;
