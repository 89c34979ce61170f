using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>Compares a saved record with the one that came back, member by member: a failure names the member that differs.</summary>
internal static class Same
{
    public static void Record(AuthorizationCode saved, AuthorizationCode? found)
    {
        Credential(saved, found, "code");
        Member(saved.RedirectUri, found!.RedirectUri);
        Member(saved.RedirectUriSent, found.RedirectUriSent);
        Member(saved.CodeChallenge, found.CodeChallenge);
        Member(saved.CodeChallengeMethod, found.CodeChallengeMethod);
    }

    public static void Record(RefreshToken saved, RefreshToken? found) => Credential(saved, found, "refresh token");

    public static void Record(DeviceCode saved, DeviceCode? found)
    {
        Credential(saved, found, "device code");
        Assert.True(saved.UserCodeHash.Equals(found!.UserCodeHash), "DeviceCode.UserCodeHash is not the one that was saved.");
        Member(saved.Status, found.Status);
        Member(saved.Interval, found.Interval);
        Time(saved.LastPolledAt, found.LastPolledAt);
    }

    public static void Record(AccessToken saved, AccessToken? found)
    {
        Assert.True(found is not null, NotFound("access token"));
        Member(saved.Id, found!.Id);
        Assert.True(saved.Hash.Equals(found.Hash), "AccessToken.Hash is not the one that was saved.");
        Record(saved.Authorization, found.Authorization);
        Member(saved.Scope, found.Scope);
        Texts(saved.Audience, found.Audience);
        Member(saved.TokenType, found.TokenType);
        Time(saved.IssuedAt, found.IssuedAt);
        Time(saved.ExpiresAt, found.ExpiresAt);
        Data(saved.Properties, found.Properties);
    }

    public static void Record(Authorization saved, Authorization found)
    {
        Member(saved.Id, found.Id);
        Member(saved.Issuer, found.Issuer);
        Member(saved.ClientId, found.ClientId);
        Member(saved.Subject, found.Subject);
        Member(saved.Scope, found.Scope);
        Texts(saved.Resources, found.Resources);
        Time(saved.GrantedAt, found.GrantedAt);
        Time(saved.EndsAt, found.EndsAt);
        Data(saved.Properties, found.Properties);
    }

    public static void Record(Client saved, Client? found)
    {
        Assert.True(found is not null, "GetClientAsync gives the client that was registered.");
        Member(saved.Id, found!.Id);
        Member(saved.DisplayName, found.DisplayName);
        Member(saved.Type, found.Type);
        Set(saved.AuthenticationMethods, found.AuthenticationMethods);
        Set(saved.GrantTypes, found.GrantTypes);
        Texts(saved.RedirectUris, found.RedirectUris);
        Member(saved.Scope, found.Scope);
        Member(saved.AccessTokenLifetime, found.AccessTokenLifetime);
        Member(saved.RefreshTokenLifetime, found.RefreshTokenLifetime);
        Member(saved.RequirePkce, found.RequirePkce);
        Member(saved.AnyLocalhostPort, found.AnyLocalhostPort);
        Member(saved.SchemesWithoutDot, found.SchemesWithoutDot);
        Member(saved.FirstParty, found.FirstParty);
        Member(saved.AccessTokenFormat, found.AccessTokenFormat);
        Member(saved.IntrospectionSignedResponseAlg, found.IntrospectionSignedResponseAlg);
        Keys(saved, found);
        Data(saved.Properties, found.Properties);
    }

    private static void Keys(Client saved, Client found)
    {
        Member(saved.Jwks, found.Jwks);
        Member(saved.JwksUri, found.JwksUri);
        Member(saved.TokenEndpointAuthSigningAlg, found.TokenEndpointAuthSigningAlg);
        Member(saved.AcceptsEndpointAudience, found.AcceptsEndpointAudience);
        Member(saved.TlsClientAuth, found.TlsClientAuth);
        Member(saved.TlsClientCertificateBoundAccessTokens, found.TlsClientCertificateBoundAccessTokens);
        Member(saved.DPoPBoundAccessTokens, found.DPoPBoundAccessTokens);
        Member(saved.RequirePushedAuthorizationRequests, found.RequirePushedAuthorizationRequests);
        Member(saved.RequireSignedRequestObject, found.RequireSignedRequestObject);
        Member(saved.RequestObjectSigningAlg, found.RequestObjectSigningAlg);
    }

    public static void Record(PushedRequest saved, PushedRequest? found)
    {
        Assert.True(found is not null, NotFound("pushed request"));
        Assert.True(saved.Hash.Equals(found!.Hash), "PushedRequest.Hash is not the one that was saved.");
        Member(saved.Issuer, found.Issuer);
        Member(saved.ClientId, found.ClientId);
        Member(saved.Parameters, found.Parameters);
        Time(saved.ExpiresAt, found.ExpiresAt);
        Time(saved.VisitedAt, found.VisitedAt);
        Time(saved.ConsumedAt, found.ConsumedAt);
        Data(saved.Properties, found.Properties);
    }

    public static void Record(SigningKeyRing saved, SigningKeyRing? found)
    {
        Assert.True(found is not null, "GetSigningKeysAsync gives SigningKeyRing.Empty where no ring was saved, and never null.");
        Member(saved.Version, found!.Version);
        Assert.False(found.Keys.IsDefault, "SigningKeyRing.Keys came back as the default array. A right model gives an empty array.");
        Texts([.. saved.Keys.Select(key => key.Id)], [.. found.Keys.Select(key => key.Id)], "SigningKeyRing.Keys");
        foreach (var (key, same) in saved.Keys.Zip(found.Keys)) Record(key, same);
    }

    private static void Record(SigningKey saved, SigningKey found)
    {
        Member(saved.Algorithm, found.Algorithm);
        Member(saved.EncryptedBy, found.EncryptedBy);
        Bytes(saved.PublicKey, found.PublicKey);
        Bytes(saved.PrivateKey, found.PrivateKey);
        Time(saved.PublishedAt, found.PublishedAt);
        Time(saved.SignsAt, found.SignsAt);
        Time(saved.RetiresAt, found.RetiresAt);
        Time(saved.RemovedAt, found.RemovedAt);
        Data(saved.Properties, found.Properties);
    }

    public static void Time(DateTimeOffset? saved, DateTimeOffset? found, [CallerArgumentExpression(nameof(saved))] string name = "")
    {
        Assert.True(
            saved?.UtcTicks == found?.UtcTicks,
            $"{Different(name, Show(saved), Show(found))} A right model keeps every tick (100 ns).");
        Assert.True(
            found is null || found.Value.Offset == TimeSpan.Zero,
            $"{Name(name)} came back with the offset {found?.Offset}. A right model gives times in UTC.");
    }

    public static void Replay(Replay? saved, Replay? found)
    {
        Assert.True(
            saved is null == found is null,
            saved is null
                ? "Credential.Replay must be null here and came back with a value."
                : "Credential.Replay must be kept here and came back null.");
        if (saved is null || found is null) return;
        Time(saved.Until, found.Until, "Replay.Until");
        Assert.True(
            saved.SealedResponse.Span.SequenceEqual(found.SealedResponse.Span),
            "Replay.SealedResponse came back with other bytes. A right model keeps every byte.");
    }

    private static void Credential<T>(T saved, T? found, string kind) where T : Credential
    {
        Assert.True(found is not null, NotFound(kind));
        Assert.True(saved.Hash.Equals(found!.Hash), $"The {kind}'s Hash is not the one that was saved.");
        Record(saved.Authorization, found.Authorization);
        Time(saved.ExpiresAt, found.ExpiresAt);
        Time(saved.ConsumedAt, found.ConsumedAt);
        Replay(saved.Replay, found.Replay);
        Data(saved.Properties, found.Properties);
    }

    private static void Member<T>(T saved, T found, [CallerArgumentExpression(nameof(saved))] string name = "") =>
        Assert.True(EqualityComparer<T>.Default.Equals(saved, found), Different(name, Quoted(saved), Quoted(found)));

    private static void Bytes(
        ImmutableArray<byte> saved, ImmutableArray<byte> found, [CallerArgumentExpression(nameof(saved))] string name = "") =>
        Assert.True(
            !found.IsDefault && saved.AsSpan().SequenceEqual(found.AsSpan()),
            $"{Name(name)} was saved with {saved.Length} bytes and came back with others. A right model keeps every byte.");

    private static void Texts(
        ImmutableArray<string> saved, ImmutableArray<string> found, [CallerArgumentExpression(nameof(saved))] string name = "")
    {
        Assert.False(found.IsDefault, $"{Name(name)} came back as the default array. A right model gives an empty array.");
        Assert.True(
            saved.SequenceEqual(found, StringComparer.Ordinal),
            Different(name, $"[{string.Join(", ", saved)}]", $"[{string.Join(", ", found)}]"));
    }

    // The order of these has no meaning.
    private static void Set(
        ImmutableArray<string> saved, ImmutableArray<string> found, [CallerArgumentExpression(nameof(saved))] string name = "") =>
        Texts([.. saved.Order(StringComparer.Ordinal)], found.IsDefault ? found : [.. found.Order(StringComparer.Ordinal)], name);

    private static void Data(Properties saved, Properties found, [CallerArgumentExpression(nameof(saved))] string name = "")
    {
        foreach (var (key, value) in saved)
        {
            var lost = found[key] is null ? "is lost" : "has another value";
            Assert.True(
                found[key] == value,
                $"{Name(name)} was saved with the key '{key}', which {lost}. A right model gives every key back, unknown ones too.");
        }
        Assert.True(saved.Count == found.Count, $"{Name(name)} came back with keys that were not saved: {found}.");
    }

    private static string NotFound(string kind) =>
        $"The {kind} that was saved is not found again. If it is in the store, look at the clock: the contract begins at "
            + $"{ModelContract.Start:O} and moves the FakeTimeProvider that CreateAsync gets alone, so a store that asks the system's "
            + "clock takes its records for expired. Give that clock to the model and to the store, or move the store's own time in "
            + "ModelFixture.LetTimePass.";

    private static string Different(string name, string saved, string found) =>
        $"{Name(name)} was saved as {saved} and came back as {found}.";

    private static string Name(string expression) => expression.Replace("saved.", "", StringComparison.Ordinal);

    private static string Quoted<T>(T value) => value is null ? "null" : $"'{value}'";

    private static string Show(DateTimeOffset? time) => time?.ToString("O") ?? "null";
}
