namespace OAuth2Server.Tests.Core;

public sealed class EventsAreToldInProcess : EventsAreTold<InProcess>;

public sealed class NothingSecretIsLoggedInProcess : NothingSecretIsLogged<InProcess>;

public sealed class TokenHoldersInProcess : TokenHolders<InProcess>;
