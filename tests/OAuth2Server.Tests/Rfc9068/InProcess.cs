namespace OAuth2Server.Tests.Rfc9068;

public sealed class JwtHeaderInProcess : JwtHeader<InProcess>;

public sealed class JwtDataInProcess : JwtData<InProcess>;

public sealed class JwtAuthenticationInformationInProcess : JwtAuthenticationInformation<InProcess>;

public sealed class JwtClaimsOfTheApplicationInProcess : JwtClaimsOfTheApplication<InProcess>;

public sealed class RequestingJwtsInProcess : RequestingJwts<InProcess>;

public sealed class JwtSecurityInProcess : JwtSecurity<InProcess>;
