namespace OAuth2Server.Tests.IdentityAssertionAuthzGrant03;

public sealed class PresentedIdentityAssertionsInProcess : PresentedIdentityAssertions<InProcess>;

public sealed class IssuedIdentityAssertionsInProcess : IssuedIdentityAssertions<InProcess>;

public sealed class SubjectTokensOfIdentityAssertionsInProcess : SubjectTokensOfIdentityAssertions<InProcess>;
