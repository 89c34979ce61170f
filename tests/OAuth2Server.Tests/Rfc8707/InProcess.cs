namespace OAuth2Server.Tests.Rfc8707;

public sealed class ResourceParameterInProcess : ResourceParameter<InProcess>;
