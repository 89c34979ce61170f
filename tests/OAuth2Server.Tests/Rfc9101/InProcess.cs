namespace OAuth2Server.Tests.Rfc9101;

public sealed class RequestObjectsInProcess : RequestObjects<InProcess>;
