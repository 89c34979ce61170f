namespace OAuth2Server;

/// <summary>A token that token exchange issued and that is no access token: its <c>token_type</c> is <c>N_A</c> (RFC 8693
/// §2.2.1).</summary>
/// <param name="Text">The token.</param>
/// <param name="IssuedType">The <c>issued_token_type</c> of the answer.</param>
/// <param name="Lifetime">How long it is valid; the answer has whole seconds.</param>
/// <param name="Scope">The scope that it gives.</param>
public sealed record ExchangedToken(Secret Text, string IssuedType, TimeSpan Lifetime, Scope Scope)
{
    /// <summary>The type, without the text.</summary>
    public override string ToString() => $"ExchangedToken({IssuedType})";
}
