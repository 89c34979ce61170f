namespace OAuth2Server.Tests.Rfc7636;

public sealed class CodeChallengeInProcess : CodeChallenge<InProcess>;

public sealed class CodeVerifierInProcess : CodeVerifier<InProcess>;
