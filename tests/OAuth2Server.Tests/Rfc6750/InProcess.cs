namespace OAuth2Server.Tests.Rfc6750;

public sealed class AuthenticatedRequestsInProcess : AuthenticatedRequests<InProcess>;

public sealed class ErrorCodesInProcess : ErrorCodes<InProcess>;
