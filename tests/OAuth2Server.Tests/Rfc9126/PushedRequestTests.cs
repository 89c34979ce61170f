using System.Text.Json;

namespace OAuth2Server.Tests.Rfc9126;

/// <summary>What an application that calls the two halves of the authorization endpoint itself can do.</summary>
[RfcSection("RFC 9126", "4")]
public sealed class PushedRequestTests
{
    private readonly Setup _setup = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_issuer_does_not_know_it()
    {
        var (server, pushed) = (_setup.Server(), await PushAsync());
        var elsewhere = server.Begin(new PlainRequest("GET", pushed));
        elsewhere.Issuer = "https://other.example.com";
        Assert.Equal("invalid_request_uri", (await server.AuthorizeAsync(elsewhere, Ct)).Response!.Error!.Code);
        Assert.NotNull((await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request);
    }

    [Fact]
    [RfcSection("RFC 9126", "7.3")]
    public async Task Twenty_answers_at_the_same_time_give_one_code()
    {
        var (server, pushed) = (_setup.Server(), await PushAsync());
        var requests = new AuthorizationRequest[20];
        for (var i = 0; i < requests.Length; i++)
            requests[i] = (await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request!;

        var answers = Together.Run(requests.Length, async i =>
            await _setup.Server().CompleteAsync(requests[i], new Decision.Allowed(new("alice"), requests[i].Scope), ct: Ct));

        Assert.Single(answers, answer => answer.Error is null);
        Assert.All(answers.Where(answer => answer.Error is not null), refused =>
        {
            Assert.Equal("invalid_request_uri", refused.Error!.Code);
            Assert.StartsWith(Known.AppUri, refused.Header("Location"), StringComparison.Ordinal);
            Assert.Contains("state=" + Known.State, refused.Header("Location"), StringComparison.Ordinal);
        });
        var live = await _setup.Store.GetAuthorizationsAsync(Known.Issuer, "alice", _setup.Clock.GetUtcNow(), 100, Ct);
        Assert.Single(live);
    }

    [Fact]
    public async Task Who_denies_and_allows_at_the_same_time_has_given_one_answer()
    {
        var (server, pushed) = (_setup.Server(), await PushAsync());
        var one = (await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request!;
        var two = (await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request!;
        Assert.Equal("access_denied", (await server.CompleteAsync(one, new Decision.Denied(), ct: Ct)).Error!.Code);
        Assert.Equal("invalid_request_uri", (await server.CompleteAsync(two, new Decision.Denied(), ct: Ct)).Error!.Code);
        var allowed = await server.CompleteAsync(two, new Decision.Allowed(new("alice"), two.Scope), ct: Ct);
        Assert.Equal("invalid_request_uri", allowed.Error!.Code);
        Assert.DoesNotContain("code=", allowed.Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_answer_of_the_user_leaves_it_as_it_is()
    {
        var (server, pushed) = (_setup.Server(), await PushAsync());
        var request = (await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request!;
        var refusal = new Decision.Refused(OAuthError.LoginRequired("x"));
        Assert.Equal("login_required", (await server.CompleteAsync(request, refusal, ct: Ct)).Error!.Code);
        var withdrawn = new Decision.Allowed(new("alice"), request.Scope)
        {
            Consent = new() { Issuer = Known.Issuer, Subject = "alice", ClientId = "app", Scope = request.Scope, GrantedAt = default },
        };
        Assert.Equal("consent_required", (await server.CompleteAsync(request, withdrawn, ct: Ct)).Error!.Code);
        Assert.Null(Assert.Single(_setup.Store.Pushed).ConsumedAt);
        Assert.Null((await server.CompleteAsync(request, new Decision.Allowed(new("alice"), request.Scope), ct: Ct)).Error);
        Assert.NotNull(Assert.Single(_setup.Store.Pushed).ConsumedAt);
    }

    [Fact]
    public async Task The_user_has_an_hour_after_the_first_visit()
    {
        var (server, pushed) = (_setup.Server(), await PushAsync());
        _setup.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.NotNull((await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request);
        _setup.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull((await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request);
        _setup.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_request_uri",
            (await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Response!.Error!.Code);
    }

    [Fact]
    public async Task The_parameters_in_effect_are_the_pushed_ones_and_those_to_come_back_with_are_two()
    {
        var (server, pushed) = (_setup.Server(), await PushAsync());
        var context = server.Begin(new PlainRequest("GET", pushed.Also("state", "other")));
        foreach (var _ in new[] { 1, 2 })
        {
            var request = (await server.AuthorizeAsync(context, Ct)).Request!;
            Assert.Equal(WireRequest.Encode(Known.Authorization), request.Parameters.ToQuery());
            Assert.Equal(WireRequest.Encode(pushed), request.ToResume.ToQuery());
            // The context is as it was, so that a second check finds the reference again.
            Assert.Equal("other", context["state"]);
        }
        var plain = (await server.AuthorizeAsync(new PlainRequest("GET", Known.Authorization), Ct)).Request!;
        Assert.Same(plain.Parameters, plain.ToResume);
    }

    [Fact]
    public async Task What_a_check_of_another_package_finds_at_the_push_is_in_the_code()
    {
        _setup.Parts = new() { AuthorizationChecks = [new HeaderCheck()] };
        var (server, pushed) = (_setup.Server(), await PushAsync());
        Assert.Equal("push", Assert.Single(_setup.Store.Pushed).Properties["seen"]);
        var request = (await server.AuthorizeAsync(new PlainRequest("GET", pushed), Ct)).Request!;
        var answer = await server.CompleteAsync(request, new Decision.Allowed(new("alice"), request.Scope), ct: Ct);
        var code = answer.Header("Location")!.Split("code=")[1].Split('&')[0];
        Assert.Equal("push", (await _setup.Store.GetAuthorizationCodeAsync(new(code), Records.Context(), Ct))!.Properties["seen"]);
    }

    [Fact]
    [RfcSection("RFC 9126", "5")]
    public void A_server_that_demands_pushed_requests_has_a_model_that_keeps_them()
    {
        _setup.Options.RequirePushedAuthorizationRequests = true;
        Assert.NotNull(_setup.Server());
        var refused = Assert.Throws<ArgumentException>(() => new AuthorizationServer(new ClientsOnly(), _setup.Options));
        Assert.Contains("IPushedRequestModel", refused.Message, StringComparison.Ordinal);
    }

    private async Task<Parameters> PushAsync()
    {
        var answer = await _setup.Server().PushAuthorizationAsync(new PlainRequest("POST", Known.Authorization), Ct);
        using var json = JsonDocument.Parse(answer.Body);
        return Known.Pushed(json.RootElement.GetProperty("request_uri").GetString()!);
    }

    private sealed class PlainRequest(string method, Parameters parameters) : OAuthRequest
    {
        public override string Method => method;

        public override Uri Uri { get; } = new(Known.Issuer + "/x");

        public override RequestParameters Parameters { get; } =
            RequestParameters.Of(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)));

        public override IReadOnlyList<string?> Header(string name) => [];
    }

    /// <summary>Writes down who sent the request, the first time.</summary>
    private sealed class HeaderCheck : IAuthorizationCheck
    {
        public ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct)
        {
            if (draft.Properties["seen"] is null)
                draft.Properties = draft.Properties.With("seen", draft.IsPushed ? "push" : "browser");
            return default;
        }
    }

    private sealed class ClientsOnly : IOAuthModel
    {
        public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) => default;

        public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) => default;

        public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) => default;
    }
}
