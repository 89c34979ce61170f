namespace OAuth2Server.Tests.Rfc9126;

public sealed class PushedAuthorizationRequestInProcess : PushedAuthorizationRequest<InProcess>;

public sealed class PushedAuthorizationResponseInProcess : PushedAuthorizationResponse<InProcess>;

public sealed class AuthorizationByReferenceInProcess : AuthorizationByReference<InProcess>;
