namespace OAuth2Server.Tests.Rfc8252;

public sealed class NativeRedirectionInProcess : NativeRedirection<InProcess>;
