namespace OAuth2Server.Tests.Rfc8414;

public sealed class MetadataValuesInProcess : MetadataValues<InProcess>;

public sealed class MetadataRequestsInProcess : MetadataRequests<InProcess>;

public sealed class MetadataCachingInProcess : MetadataCaching<InProcess>;
