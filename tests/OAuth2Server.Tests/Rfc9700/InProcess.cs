namespace OAuth2Server.Tests.Rfc9700;

public sealed class PkceRequiredInProcess : PkceRequired<InProcess>;

public sealed class RedirectsInProcess : Redirects<InProcess>;

public sealed class RefreshTokenReuseInProcess : RefreshTokenReuse<InProcess>;

public sealed class RefreshTokenLifetimesInProcess : RefreshTokenLifetimes<InProcess>;

public sealed class RepeatedRefreshInProcess : RepeatedRefresh<InProcess>;

public sealed class WithoutExchangeInProcess : WithoutExchange<InProcess>;
