using System.Buffers.Text;
using System.Security.Cryptography;

namespace OAuth2Server.Testing;

/// <summary>A record with the text that only its client holds.</summary>
internal sealed record Held<T>(string Text, T Record)
{
    public Secret Secret => new(Text);

    public override string ToString() => $"{Record}";
}

/// <summary>A token pair with the texts that only its client holds.</summary>
internal sealed record HeldTokens(string AccessText, string? RefreshText, Token Record)
{
    public Secret Access => new(AccessText);

    public Secret Refresh => new(RefreshText ?? throw new InvalidOperationException("There is no refresh token."));

    public Held<RefreshToken> HeldRefresh => new(RefreshText!, Record.Refresh!);

    public override string ToString() => $"{Record}";
}

/// <summary>A device code with the texts that its device and its user hold.</summary>
internal sealed record HeldDevice(string Text, string UserText, DeviceCode Record)
{
    public Secret Secret => new(Text);

    public Secret UserCode => new(UserText);

    public override string ToString() => $"{Record}";
}

internal static class Texts
{
    /// <summary>256 random bits, as the library makes them.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A user code in its normal form, as the library makes them.</summary>
    public static string UserCode() => RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", 8);

    /// <summary>The same text with its letters in the other case: an ordinal comparison finds it different.</summary>
    public static string OtherCase(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var c = source[i];
            span[i] = char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c);
        }
    });
}
