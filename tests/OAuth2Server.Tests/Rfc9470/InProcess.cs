namespace OAuth2Server.Tests.Rfc9470;

public sealed class StepUpRequestsInProcess : StepUpRequests<InProcess>;
