using System.Security.Cryptography;

namespace OAuth2Server.Tests.Core;

/// <summary>The answer that is kept for a repeated refresh is sealed under a key that is derived from the presented text. It does not
/// matter in which parameter the client sent that text.</summary>
public sealed class ReplayKeyTests : ProtocolTests<InProcess>
{
    private const string GrantType = "urn:example:renew";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_grant_that_reads_its_token_from_another_parameter_leaves_nothing_that_a_reader_of_the_store_can_open(
        bool tellsTheText)
    {
        var server = Start(s =>
        {
            s.Store.AddClient(Known.App with { GrantTypes = [.. Known.App.GrantTypes, GrantType] });
            s.Extra = [new RenewGrant(s.Store, tellsTheText)];
        });
        var issued = await server.IssueAsync();
        (await server.TokenAsync([("grant_type", GrantType), ("renewal", issued.RefreshToken), ("client_id", "app")])).MustIssue();

        var consumed = await server.Store.GetRefreshTokenAsync(
            new(issued.RefreshToken), Records.Context(), TestContext.Current.CancellationToken);
        Assert.NotNull(consumed?.ConsumedAt);
        if (!tellsTheText)
        {
            Assert.Null(consumed.Replay);
            return;
        }
        var sealedBytes = consumed.Replay!.SealedResponse.ToArray();
        Assert.False(Opens(sealedBytes, ""));
        Assert.True(Opens(sealedBytes, issued.RefreshToken));
    }

    // As RefreshReplay derives it, written once more from its description.
    private static bool Opens(byte[] sealedBytes, string text)
    {
        var key = SHA256.HashData([0, 0, 0, 1, .. System.Text.Encoding.UTF8.GetBytes(text), .. "OAuth2Server repeated refresh 4"u8]);
        using var aes = new AesGcm(key, 16);
        var answer = new byte[sealedBytes.Length - 28];
        try
        {
            aes.Decrypt(sealedBytes.AsSpan(0, 12), sealedBytes.AsSpan(12, answer.Length), sealedBytes.AsSpan(^16..), answer, "app\n"u8);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private sealed class RenewGrant(IRefreshTokenModel model, bool tellsTheText) : IGrant
    {
        public string GrantType => ReplayKeyTests.GrantType;

        public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
        {
            var presented = new Secret(request["renewal"] ?? "");
            if (await model.GetRefreshTokenAsync(presented, request.Context, ct) is not { } token)
                return OAuthError.InvalidGrant("The token is not valid.");
            return tellsTheText
                ? Granted.Continuing(token, presented)
                : new Granted { User = new(token.Authorization.Subject!), Continues = token.Authorization, Consumes = token };
        }
    }
}
