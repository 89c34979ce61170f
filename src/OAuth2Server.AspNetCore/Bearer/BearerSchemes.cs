namespace OAuth2Server.AspNetCore;

/// <summary>The schemes that <c>AddOAuth2Bearer</c> added: <c>RequireScope</c> accepts the tokens of each.</summary>
internal sealed class BearerSchemes
{
    internal HashSet<string> Names { get; } = new(StringComparer.Ordinal);
}
