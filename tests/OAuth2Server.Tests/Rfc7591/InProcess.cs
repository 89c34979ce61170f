namespace OAuth2Server.Tests.Rfc7591;

public sealed class ClientMetadataRulesInProcess : ClientMetadataRules<InProcess>;

public sealed class RegisteredGrantsInProcess : RegisteredGrants<InProcess>;

public sealed class RegisteredMethodsInProcess : RegisteredMethods<InProcess>;

public sealed class SoftwareStatementsInProcess : SoftwareStatements<InProcess>;

public sealed class RegistrationAccessRulesInProcess : RegistrationAccessRules<InProcess>;

public sealed class RegistrationRequestsInProcess : RegistrationRequests<InProcess>;

public sealed class ClientInformationResponsesInProcess : ClientInformationResponses<InProcess>;

public sealed class RegistrationErrorsInProcess : RegistrationErrors<InProcess>;

public sealed class RegistrationLimitsInProcess : RegistrationLimits<InProcess>;
