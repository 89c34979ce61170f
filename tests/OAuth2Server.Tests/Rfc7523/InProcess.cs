namespace OAuth2Server.Tests.Rfc7523;

public sealed class JwtBearerGrantsInProcess : JwtBearerGrants<InProcess>;

public sealed class AssertionClaimsInProcess : AssertionClaims<InProcess>;

public sealed class TrustedIssuersInProcess : TrustedIssuers<InProcess>;

public sealed class UsedAssertionsInProcess : UsedAssertions<InProcess>;
