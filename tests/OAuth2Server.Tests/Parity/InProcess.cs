namespace OAuth2Server.Tests.Parity;

public sealed class ParityOfAuthorizeInProcess : ParityOfAuthorize<InProcess>;

public sealed class ParityOfAuthorizeAnswersInProcess : ParityOfAuthorizeAnswers<InProcess>;

public sealed class ParityOfClientAuthenticationInProcess : ParityOfClientAuthentication<InProcess>;

public sealed class ParityOfTokenInProcess : ParityOfToken<InProcess>;

public sealed class ParityOfCodesInProcess : ParityOfCodes<InProcess>;

public sealed class ParityOfRefreshesInProcess : ParityOfRefreshes<InProcess>;

public sealed class ParityOfOtherGrantsInProcess : ParityOfOtherGrants<InProcess>;

public sealed class ParityOfBearerInProcess : ParityOfBearer<InProcess>;
