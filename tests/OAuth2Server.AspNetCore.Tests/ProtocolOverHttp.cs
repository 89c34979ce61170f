using OAuth2Server.Tests.Core;
using OAuth2Server.Tests.IdentityAssertionAuthzGrant03;
using OAuth2Server.Tests.Parity;
using OAuth2Server.Tests.Rfc6749;
using OAuth2Server.Tests.Rfc6750;
using OAuth2Server.Tests.Rfc7009;
using OAuth2Server.Tests.Rfc7523;
using OAuth2Server.Tests.Rfc7591;
using OAuth2Server.Tests.Rfc7592;
using OAuth2Server.Tests.Rfc7636;
using OAuth2Server.Tests.Rfc7662;
using OAuth2Server.Tests.Rfc8252;
using OAuth2Server.Tests.Rfc8414;
using OAuth2Server.Tests.Rfc8628;
using OAuth2Server.Tests.Rfc8693;
using OAuth2Server.Tests.Rfc8707;
using OAuth2Server.Tests.Rfc9068;
using OAuth2Server.Tests.Rfc9101;
using OAuth2Server.Tests.Rfc9126;
using OAuth2Server.Tests.Rfc9207;
using OAuth2Server.Tests.Rfc9396;
using OAuth2Server.Tests.Rfc9449;
using OAuth2Server.Tests.Rfc9470;
using OAuth2Server.Tests.Rfc9700;
using OAuth2Server.Tests.Rfc9701;

namespace OAuth2Server.AspNetCore.Tests;

public sealed class DetailsRequestsOverHttp : DetailsRequests<OverHttp>;

public sealed class DetailsErrorsOverHttp : DetailsErrors<OverHttp>;

public sealed class DetailsOfTokensOverHttp : DetailsOfTokens<OverHttp>;

public sealed class DetailsAtResourcesOverHttp : DetailsAtResources<OverHttp>;

public sealed class DetailsMetadataOverHttp : DetailsMetadata<OverHttp>;

public sealed class DetailsOfExchangesOverHttp : DetailsOfExchanges<OverHttp>;

public sealed class EventsAreToldOverHttp : EventsAreTold<OverHttp>;

public sealed class TokenHoldersOverHttp : TokenHolders<OverHttp>;

public sealed class NothingSecretIsLoggedOverHttp : NothingSecretIsLogged<OverHttp>;

public sealed class ParityOfAuthorizeOverHttp : ParityOfAuthorize<OverHttp>;

public sealed class ParityOfAuthorizeAnswersOverHttp : ParityOfAuthorizeAnswers<OverHttp>;

public sealed class ParityOfClientAuthenticationOverHttp : ParityOfClientAuthentication<OverHttp>;

public sealed class ParityOfTokenOverHttp : ParityOfToken<OverHttp>;

public sealed class ParityOfCodesOverHttp : ParityOfCodes<OverHttp>;

public sealed class ParityOfRefreshesOverHttp : ParityOfRefreshes<OverHttp>;

public sealed class ParityOfOtherGrantsOverHttp : ParityOfOtherGrants<OverHttp>;

public sealed class ParityOfBearerOverHttp : ParityOfBearer<OverHttp>;

public sealed class ClientAuthenticationOverHttp : ClientAuthentication<OverHttp>;

public sealed class ClientPasswordOverHttp : ClientPassword<OverHttp>;

public sealed class AuthorizationEndpointOverHttp : AuthorizationEndpoint<OverHttp>;

public sealed class ResponseTypeOverHttp : ResponseType<OverHttp>;

public sealed class RedirectionEndpointOverHttp : RedirectionEndpoint<OverHttp>;

public sealed class TokenEndpointOverHttp : TokenEndpoint<OverHttp>;

public sealed class AccessTokenScopeOverHttp : AccessTokenScope<OverHttp>;

public sealed class AuthorizationRequestsOverHttp : AuthorizationRequests<OverHttp>;

public sealed class AuthorizationResponseOverHttp : AuthorizationResponse<OverHttp>;

public sealed class AuthorizationErrorResponseOverHttp : AuthorizationErrorResponse<OverHttp>;

public sealed class AccessTokenRequestOverHttp : AccessTokenRequest<OverHttp>;

public sealed class PasswordGrantsOverHttp : PasswordGrants<OverHttp>;

public sealed class GuessingSecretsOverHttp : GuessingSecrets<OverHttp>;

public sealed class ClientExistenceOverHttp : ClientExistence<OverHttp>;

public sealed class GuessingPasswordsOverHttp : GuessingPasswords<OverHttp>;

public sealed class ClientCredentialsOverHttp : ClientCredentials<OverHttp>;

public sealed class ExtensionGrantsOverHttp : ExtensionGrants<OverHttp>;

public sealed class SuccessfulResponseOverHttp : SuccessfulResponse<OverHttp>;

public sealed class ErrorResponseOverHttp : ErrorResponse<OverHttp>;

public sealed class RefreshingAnAccessTokenOverHttp : RefreshingAnAccessToken<OverHttp>;

public sealed class AuthenticatedRequestsOverHttp : AuthenticatedRequests<OverHttp>;

public sealed class ErrorCodesOverHttp : ErrorCodes<OverHttp>;

public sealed class CodeChallengeOverHttp : CodeChallenge<OverHttp>;

public sealed class CodeVerifierOverHttp : CodeVerifier<OverHttp>;

public sealed class NativeRedirectionOverHttp : NativeRedirection<OverHttp>;

public sealed class ResourceParameterOverHttp : ResourceParameter<OverHttp>;

public sealed class TokenExchangeRequestsOverHttp : TokenExchangeRequests<OverHttp>;

public sealed class TokenExchangeResponsesOverHttp : TokenExchangeResponses<OverHttp>;

public sealed class BoundSubjectTokensOverHttp : BoundSubjectTokens<OverHttp>;

public sealed class TokenExchangeErrorsOverHttp : TokenExchangeErrors<OverHttp>;

public sealed class ActorClaimsOverHttp : ActorClaims<OverHttp>;

public sealed class PermittedActorsOverHttp : PermittedActors<OverHttp>;

public sealed class ExchangedTokensOverHttp : ExchangedTokens<OverHttp>;

public sealed class JwtBearerGrantsOverHttp : JwtBearerGrants<OverHttp>;

public sealed class AssertionClaimsOverHttp : AssertionClaims<OverHttp>;

public sealed class TrustedIssuersOverHttp : TrustedIssuers<OverHttp>;

public sealed class UsedAssertionsOverHttp : UsedAssertions<OverHttp>;

public sealed class PresentedIdentityAssertionsOverHttp : PresentedIdentityAssertions<OverHttp>;

public sealed class IssuedIdentityAssertionsOverHttp : IssuedIdentityAssertions<OverHttp>;

public sealed class SubjectTokensOfIdentityAssertionsOverHttp : SubjectTokensOfIdentityAssertions<OverHttp>;

public sealed class DeviceAuthorizationRequestOverHttp : DeviceAuthorizationRequest<OverHttp>;

public sealed class DeviceAuthorizationResponseOverHttp : DeviceAuthorizationResponse<OverHttp>;

public sealed class UserInteractionOverHttp : UserInteraction<OverHttp>;

public sealed class DeviceAccessTokenRequestOverHttp : DeviceAccessTokenRequest<OverHttp>;

public sealed class DeviceAccessTokenResponseOverHttp : DeviceAccessTokenResponse<OverHttp>;

public sealed class UserCodeGuessingOverHttp : UserCodeGuessing<OverHttp>;

public sealed class IssuerIdentificationOverHttp : IssuerIdentification<OverHttp>;

public sealed class PkceRequiredOverHttp : PkceRequired<OverHttp>;

public sealed class RedirectsOverHttp : Redirects<OverHttp>;

public sealed class RefreshTokenReuseOverHttp : RefreshTokenReuse<OverHttp>;

public sealed class RefreshTokenLifetimesOverHttp : RefreshTokenLifetimes<OverHttp>;

public sealed class RepeatedRefreshOverHttp : RepeatedRefresh<OverHttp>;

public sealed class WithoutExchangeOverHttp : WithoutExchange<OverHttp>;

public sealed class RevocationRequestsOverHttp : RevocationRequests<OverHttp>;

public sealed class RevocationsOverHttp : Revocations<OverHttp>;

public sealed class RevocationResponsesOverHttp : RevocationResponses<OverHttp>;

public sealed class RevocationSecurityOverHttp : RevocationSecurity<OverHttp>;

public sealed class IntrospectionRequestsOverHttp : IntrospectionRequests<OverHttp>;

public sealed class IntrospectionErrorsOverHttp : IntrospectionErrors<OverHttp>;

public sealed class IntrospectionResponsesOverHttp : IntrospectionResponses<OverHttp>;

public sealed class WhoSeesWhatOverHttp : WhoSeesWhat<OverHttp>;

public sealed class MetadataValuesOverHttp : MetadataValues<OverHttp>;

public sealed class MetadataRequestsOverHttp : MetadataRequests<OverHttp>;

public sealed class MetadataCachingOverHttp : MetadataCaching<OverHttp>;

public sealed class IssuerMetadataOverHttp : IssuerMetadata<OverHttp>;

public sealed class JwtHeaderOverHttp : JwtHeader<OverHttp>;

public sealed class JwtDataOverHttp : JwtData<OverHttp>;

public sealed class JwtAuthenticationInformationOverHttp : JwtAuthenticationInformation<OverHttp>;

public sealed class JwtClaimsOfTheApplicationOverHttp : JwtClaimsOfTheApplication<OverHttp>;

public sealed class RequestingJwtsOverHttp : RequestingJwts<OverHttp>;

public sealed class JwtSecurityOverHttp : JwtSecurity<OverHttp>;

public sealed class RequestingSignedIntrospectionOverHttp : RequestingSignedIntrospection<OverHttp>;

public sealed class SignedIntrospectionResponsesOverHttp : SignedIntrospectionResponses<OverHttp>;

public sealed class SignedIntrospectionMetadataOverHttp : SignedIntrospectionMetadata<OverHttp>;

public sealed class PushedAuthorizationRequestOverHttp : PushedAuthorizationRequest<OverHttp>;

public sealed class PushedAuthorizationResponseOverHttp : PushedAuthorizationResponse<OverHttp>;

public sealed class AuthorizationByReferenceOverHttp : AuthorizationByReference<OverHttp>;

public sealed class RequestObjectsOverHttp : RequestObjects<OverHttp>;

public sealed class StepUpRequestsOverHttp : StepUpRequests<OverHttp>;

public sealed class ClientMetadataRulesOverHttp : ClientMetadataRules<OverHttp>;

public sealed class RegisteredGrantsOverHttp : RegisteredGrants<OverHttp>;

public sealed class RegisteredMethodsOverHttp : RegisteredMethods<OverHttp>;

public sealed class SoftwareStatementsOverHttp : SoftwareStatements<OverHttp>;

public sealed class RegistrationAccessRulesOverHttp : RegistrationAccessRules<OverHttp>;

public sealed class RegistrationRequestsOverHttp : RegistrationRequests<OverHttp>;

public sealed class ClientInformationResponsesOverHttp : ClientInformationResponses<OverHttp>;

public sealed class RegistrationErrorsOverHttp : RegistrationErrors<OverHttp>;

public sealed class RegistrationLimitsOverHttp : RegistrationLimits<OverHttp>;

public sealed class ReadingARegistrationOverHttp : ReadingARegistration<OverHttp>;

public sealed class ReplacingARegistrationOverHttp : ReplacingARegistration<OverHttp>;

public sealed class DeletingARegistrationOverHttp : DeletingARegistration<OverHttp>;

public sealed class CheckingProofsOverHttp : CheckingProofs<OverHttp>;

public sealed class BoundTokensOverHttp : BoundTokens<OverHttp>;

public sealed class ConfirmationsOverHttp : Confirmations<OverHttp>;

public sealed class ProtectedResourcesOverHttp : ProtectedResources<OverHttp>;

public sealed class ServerNoncesOverHttp : ServerNonces<OverHttp>;

public sealed class ResourceNoncesOverHttp : ResourceNonces<OverHttp>;

public sealed class BoundCodesOverHttp : BoundCodes<OverHttp>;

public sealed class ReplaysOverHttp : Replays<OverHttp>;
