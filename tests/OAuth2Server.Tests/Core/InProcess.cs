namespace OAuth2Server.Tests.Core;

public sealed class NothingSecretIsLoggedInProcess : NothingSecretIsLogged<InProcess>;
