using System.Net;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.Tests.Support;

/// <summary>Calls the two server classes directly.</summary>
public sealed class InProcess : ITransport
{
    private readonly AuthorizationServer _server;
    private readonly ResourceServer _resources;
    private readonly OAuthEnvironment _environment;
    private readonly string? _resource;

    private InProcess(Setup setup)
    {
        (_server, _resources) = (setup.Server(), setup.Resources());
        (_environment, _resource) = (setup.Environment, setup.Resource);
    }

    public static ITransport Start(Setup setup) => new InProcess(setup);

    public async Task<Answer> SendAsync(WireRequest request)
    {
        var incoming = new InProcessRequest(request);
        return request.Endpoint switch
        {
            Endpoint.Token => AnswerOf(await _server.TokenAsync(incoming)),
            Endpoint.DeviceAuthorization => AnswerOf(await _server.AuthorizeDeviceAsync(incoming)),
            Endpoint.PushedAuthorization => AnswerOf(await _server.PushAuthorizationAsync(incoming)),
            Endpoint.Verification => await VerifyAsync(incoming, request.Consent),
            Endpoint.Revocation => AnswerOf(await _server.RevokeAsync(incoming)),
            Endpoint.Introspection => AnswerOf(await _server.IntrospectAsync(incoming)),
            Endpoint.Metadata => AnswerOf(await _server.MetadataAsync(incoming)),
            Endpoint.Authorization => AnswerOf(await AuthorizeAsync(incoming, request.Consent)),
            _ => await UseAsync(incoming, Scope.Parse(request.RequiredScope)),
        };
    }

    public ValueTask DisposeAsync() => default;

    private async Task<OAuthResponse> AuthorizeAsync(OAuthRequest incoming, ScriptedConsent consent)
    {
        if (!(await _server.AuthorizeAsync(incoming)).IsValid(out var request, out var response)) return response;
        return await _server.CompleteAsync(request, consent.About(request.Scope));
    }

    private async Task<Answer> VerifyAsync(OAuthRequest incoming, ScriptedConsent consent)
    {
        var found = await _server.FindDeviceRequestAsync(incoming["user_code"] ?? "", incoming);
        if (found.IsError(out var error, out var request)) return Said(error);
        return Said(await _server.CompleteDeviceAsync(request, consent.About(request.Scope)));
    }

    private static Answer Said(OAuthError? error) => new(error?.Status ?? 200, [], Encoding.UTF8.GetBytes(error?.Code ?? ""));

    private async Task<Answer> UseAsync(OAuthRequest incoming, Scope required)
    {
        var context = _environment.Begin(incoming);
        var outcome = await _resources.AuthenticateAsync(context, required, _resource);
        if (outcome.IsError(out var error, out var token)) return new(error.Status, [.. error.Headers, .. context.ResponseHeaders], []);
        var seen = new Dictionary<string, string?>
        {
            ["sub"] = token.Authorization.Subject,
            ["client_id"] = token.Authorization.ClientId,
            ["scope"] = token.Scope.ToString(),
        };
        return new(200, [new("Content-Type", "application/json"), .. context.ResponseHeaders], JsonSerializer.SerializeToUtf8Bytes(seen));
    }

    private static Answer AnswerOf(OAuthResponse response) => new(response.Status, response.Headers, response.Body.ToArray());

    private sealed class InProcessRequest(WireRequest wire) : OAuthRequest
    {
        public override string Method => wire.Method;

        public override Uri Uri { get; } =
            new($"{Known.Issuer}{PathOf(wire)}?{wire.Query}");

        private static string PathOf(WireRequest wire) => wire.Endpoint switch
        {
            Endpoint.Metadata => wire.Path,
            Endpoint.Resource => "/resource/" + wire.RequiredScope.Replace(' ', '+'),
            _ => "/" + wire.Endpoint,
        };

        public override RequestParameters Parameters { get; } =
            wire.Method == "POST" ? RequestParameters.FromForm(wire.ContentType, wire.Body) : RequestParameters.FromQuery(wire.Query);

        public override string CorrelationId => "correlation-1";

        public override IPAddress? RemoteAddress => wire.From;

        public override IReadOnlyList<string?> Header(string name) =>
            [.. wire.Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];
    }
}
