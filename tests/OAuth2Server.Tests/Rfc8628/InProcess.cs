namespace OAuth2Server.Tests.Rfc8628;

public sealed class DeviceAuthorizationRequestInProcess : DeviceAuthorizationRequest<InProcess>;

public sealed class DeviceAuthorizationResponseInProcess : DeviceAuthorizationResponse<InProcess>;

public sealed class UserInteractionInProcess : UserInteraction<InProcess>;

public sealed class DeviceAccessTokenRequestInProcess : DeviceAccessTokenRequest<InProcess>;

public sealed class DeviceAccessTokenResponseInProcess : DeviceAccessTokenResponse<InProcess>;

public sealed class UserCodeGuessingInProcess : UserCodeGuessing<InProcess>;
