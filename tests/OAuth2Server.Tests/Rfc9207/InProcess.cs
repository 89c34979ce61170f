namespace OAuth2Server.Tests.Rfc9207;

public sealed class IssuerIdentificationInProcess : IssuerIdentification<InProcess>;

public sealed class IssuerMetadataInProcess : IssuerMetadata<InProcess>;
