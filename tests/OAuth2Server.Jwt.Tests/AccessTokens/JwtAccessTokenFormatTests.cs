using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace OAuth2Server.Jwt.Tests.AccessTokens;

public sealed class JwtAccessTokenFormatTests
{
    private readonly JwtAccessTokenFormat _format = new(new(new()), new InMemoryModel(), []);

    private static JsonElement ClaimsOf(string text) => JsonDocument.Parse(Base64Url.DecodeFromChars(text.Split('.')[1])).RootElement;

    private static string AlgorithmOf(string text) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(text.Split('.')[0])).RootElement.GetProperty("alg").GetString()!;

    [Fact]
    public void Every_text_of_a_subject_comes_back_exactly() => Gen.String.Where(IsText).Sample(subject =>
    {
        if (subject.StartsWith(ClientSubject.Prefix, StringComparison.Ordinal)) return;
        var claims = ClaimsOf(_format.TextAsync(Drafts.Of(subject)).GetAwaiter().GetResult());
        Assert.Equal(subject, claims.GetProperty("sub").GetString());
    });

    [Fact]
    public async Task A_token_that_fails_half_written_leaves_nothing_for_the_next_one()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _format.TextAsync(Drafts.Of("client:x")));
        Assert.Equal("alice", ClaimsOf(await _format.TextAsync(Drafts.Of())).GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Many_requests_at_once_get_their_own_claims()
    {
        var ct = TestContext.Current.CancellationToken;
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct },
            async (number, _) =>
            {
                var claims = ClaimsOf(await _format.TextAsync(Drafts.Of($"user-{number}")));
                Assert.Equal($"user-{number}", claims.GetProperty("sub").GetString());
            });
    }

    [Theory]
    [InlineData(null, "ES256")]
    [InlineData("PS256", "PS256")]
    [InlineData("RS256", null)]
    [RfcSection("FAPI 2.0", "5.4.1")]
    public async Task With_the_profile_no_token_is_signed_with_an_algorithm_that_it_forbids(string? ofResource, string? expected)
    {
        var options = new SigningKeyOptions { Algorithms = ["RS256", "ES384", "ES256", "PS256"] };
        var format = new JwtAccessTokenFormat(new(options), new InMemoryModel(), []);
        var client = new Client { Id = "app", Type = ClientType.Confidential };
        var draft = Drafts.Of(algorithm: ofResource, client: client.WithProfile(SecurityProfile.Fapi2));
        var outcome = await format.WriteAsync(draft, Drafts.Context, TestContext.Current.CancellationToken);
        Assert.Equal(expected is null, outcome.IsError(out var error, out var text));
        if (expected is null) Assert.Equal("invalid_target", error!.Code);
        else Assert.Equal(expected, AlgorithmOf(text!));
        Assert.Equal(ofResource ?? "RS256", AlgorithmOf(await format.TextAsync(Drafts.Of(algorithm: ofResource, client: client))));
    }

    [Fact]
    public async Task A_token_without_audience_is_never_written()
    {
        var draft = Drafts.Of();
        var without = new AccessTokenDraft
        {
            Id = draft.Id,
            Client = draft.Client,
            Authorization = draft.Authorization,
            Scope = draft.Scope,
            Format = AccessTokenFormat.Jwt,
            IssuedAt = draft.IssuedAt,
            ExpiresAt = draft.ExpiresAt,
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => _format.TextAsync(without));
    }

    [Fact]
    public void It_applies_to_tokens_of_its_format_alone()
    {
        Assert.True(_format.AppliesTo(Drafts.Of()));
        var opaque = new AccessTokenDraft
        {
            Id = "id-1",
            Client = Drafts.Of().Client,
            Authorization = Drafts.Of().Authorization,
            Scope = Scope.Empty,
            IssuedAt = Drafts.Now,
            ExpiresAt = Drafts.Now,
        };
        Assert.False(_format.AppliesTo(opaque));
        Assert.Equal(AccessTokenFormat.Jwt, _format.Format);
    }

    // A text with half of a pair is none: no JSON can hold it.
    private static bool IsText(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
