namespace OAuth2Server.Tests.Rfc9701;

public sealed class RequestingSignedIntrospectionInProcess : RequestingSignedIntrospection<InProcess>;

public sealed class SignedIntrospectionResponsesInProcess : SignedIntrospectionResponses<InProcess>;

public sealed class SignedIntrospectionMetadataInProcess : SignedIntrospectionMetadata<InProcess>;
