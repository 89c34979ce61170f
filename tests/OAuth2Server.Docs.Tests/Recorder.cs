using System.Reflection;

namespace OAuth2Server.Docs.Tests;

/// <summary>All interfaces that a model may implement, without <see cref="IExchangeModel"/>.</summary>
public interface IEveryFunction : IAuthorizationCodeModel, IRefreshTokenModel, IPasswordModel, IClientCredentialsModel,
    IDeviceCodeModel, IAccessTokenModel, IRevocationModel, IUserModel, IUsernameModel, IScopeValidator, IScopeVerifier, IRedirectUriPolicy,
    ITokenGenerator;

/// <summary>All interfaces that a model may implement.</summary>
public interface IEveryFunctionAndExchange : IEveryFunction, IExchangeModel;

/// <summary>A model that records each call and passes it on to <see cref="InMemoryModel"/> or to the default policy.</summary>
public class Recorder : DispatchProxy
{
    private readonly List<string> _calls = [];
    private object[] _targets = [];

    public static TModel Over<TModel>(InMemoryModel model) where TModel : class, IEveryFunction
    {
        var recorded = Create<TModel, Recorder>();
        ((Recorder)(object)recorded)._targets =
            [model, new RegisteredScope(Scope.Empty), new AllRequiredScopes(), new RegisteredRedirectUris(), new RandomTokenGenerator()];
        return recorded;
    }

    /// <summary>The calls since the last read, in the form that the documentation uses.</summary>
    public static string Calls(IEveryFunction model)
    {
        var recorder = (Recorder)(object)model;
        var calls = string.Join(" → ", recorder._calls.Select(call => $"`{call}`"));
        recorder._calls.Clear();
        return calls;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls.Add(targetMethod!.Name);
        var target = Array.Find(_targets, targetMethod.DeclaringType!.IsInstanceOfType);
        return targetMethod.Invoke(target, args);
    }
}
