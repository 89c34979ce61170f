using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="ITokenGenerator"/>, where the model is one.</content>
public abstract partial class ModelContract
{
    /// <summary>RFC 6749 §10.10: at least 128 random bits, which are 22 characters of base64url, of visible ASCII.</summary>
    [Fact, Capability(typeof(ITokenGenerator))]
    public async Task Generated_texts_are_long_legal_and_never_the_same()
    {
        await using var store = await OpenAsync<ITokenGenerator>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 200; i++)
        {
            foreach (var text in await GenerateAsync(store))
            {
                Promise(
                    text.Length >= 22 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'),
                    "Every Generate function gives a text of at least 22 characters (128 random bits) of visible ASCII.");
                Promise(texts.Add(text), "Every Generate function gives a new text at each call and never repeats one.");
            }
        }
    }

    private static Task<string[]> GenerateAsync(Store store) => store.CallAsync(async c =>
    {
        var (generator, context, user) = (c.As<ITokenGenerator>(), new TestOAuthRequest().At(store.Clock), new User("alice"));
        var token = store.New.Access().Record;
        var draft = new AccessTokenDraft
        {
            Id = token.Id,
            Client = store.Client,
            User = user,
            Authorization = token.Authorization,
            Scope = token.Scope,
            Audience = token.Audience,
            IssuedAt = token.IssuedAt,
            ExpiresAt = token.ExpiresAt,
        };
        return new[]
        {
            await generator.GenerateAccessTokenAsync(draft, context, default),
            await generator.GenerateRefreshTokenAsync(store.Client, user, token.Scope, context, default),
            await generator.GenerateAuthorizationCodeAsync(store.Client, user, token.Scope, context, default),
        };
    });
}
