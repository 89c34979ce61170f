namespace OAuth2Server.Tests.Rfc6749;

public sealed class ClientAuthenticationInProcess : ClientAuthentication<InProcess>;

public sealed class ClientPasswordInProcess : ClientPassword<InProcess>;

public sealed class AuthorizationEndpointInProcess : AuthorizationEndpoint<InProcess>;

public sealed class ResponseTypeInProcess : ResponseType<InProcess>;

public sealed class RedirectionEndpointInProcess : RedirectionEndpoint<InProcess>;

public sealed class TokenEndpointInProcess : TokenEndpoint<InProcess>;

public sealed class AccessTokenScopeInProcess : AccessTokenScope<InProcess>;

public sealed class AuthorizationRequestsInProcess : AuthorizationRequests<InProcess>;

public sealed class AuthorizationResponseInProcess : AuthorizationResponse<InProcess>;

public sealed class AuthorizationErrorResponseInProcess : AuthorizationErrorResponse<InProcess>;

public sealed class AccessTokenRequestInProcess : AccessTokenRequest<InProcess>;

public sealed class PasswordGrantsInProcess : PasswordGrants<InProcess>;

public sealed class GuessingSecretsInProcess : GuessingSecrets<InProcess>;

public sealed class ClientExistenceInProcess : ClientExistence<InProcess>;

public sealed class GuessingPasswordsInProcess : GuessingPasswords<InProcess>;

public sealed class ClientCredentialsInProcess : ClientCredentials<InProcess>;

public sealed class ExtensionGrantsInProcess : ExtensionGrants<InProcess>;

public sealed class SuccessfulResponseInProcess : SuccessfulResponse<InProcess>;

public sealed class ErrorResponseInProcess : ErrorResponse<InProcess>;

public sealed class RefreshingAnAccessTokenInProcess : RefreshingAnAccessToken<InProcess>;
