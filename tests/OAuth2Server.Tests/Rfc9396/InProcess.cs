namespace OAuth2Server.Tests.Rfc9396;

public sealed class DetailsRequestsInProcess : DetailsRequests<InProcess>;

public sealed class DetailsErrorsInProcess : DetailsErrors<InProcess>;

public sealed class DetailsOfTokensInProcess : DetailsOfTokens<InProcess>;

public sealed class DetailsAtResourcesInProcess : DetailsAtResources<InProcess>;

public sealed class DetailsMetadataInProcess : DetailsMetadata<InProcess>;

public sealed class DetailsOfExchangesInProcess : DetailsOfExchanges<InProcess>;
