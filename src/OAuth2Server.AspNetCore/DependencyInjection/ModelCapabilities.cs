namespace OAuth2Server.AspNetCore;

/// <summary>Which of the core's interfaces a model implements, so that grants can ask for them.</summary>
internal static class ModelCapabilities
{
    private static readonly Type[] All =
    [
        typeof(IOAuthModel), typeof(IAuthorizationModel), typeof(IAuthorizationCodeModel), typeof(IRefreshTokenModel), typeof(
            IPasswordModel), typeof(IDeviceCodeModel),
        typeof(IClientCredentialsModel), typeof(IAccessTokenModel), typeof(IRevocationModel), typeof(IUserModel), typeof(IExchangeModel),
            typeof(IConsentModel), typeof(IPruningModel),
        typeof(IAttemptModel), typeof(IClientOriginModel), typeof(IUsernameModel), typeof(ISigningKeyModel), typeof(ISessionModel),
            typeof(ISessionClientModel),
            typeof(IAuthorizationListModel), typeof(IUserClaimsModel), typeof(IReplayModel), typeof(IPushedRequestModel),
        typeof(IClientRegistrationModel), typeof(IClientRegistrationPolicy), typeof(IAssertionModel),
    ];

    internal static IEnumerable<Type> Of(Type model) => All.Where(capability => capability.IsAssignableFrom(model));
}
