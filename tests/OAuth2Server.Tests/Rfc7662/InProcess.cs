namespace OAuth2Server.Tests.Rfc7662;

public sealed class IntrospectionRequestsInProcess : IntrospectionRequests<InProcess>;

public sealed class IntrospectionErrorsInProcess : IntrospectionErrors<InProcess>;

public sealed class IntrospectionResponsesInProcess : IntrospectionResponses<InProcess>;

public sealed class WhoSeesWhatInProcess : WhoSeesWhat<InProcess>;
