namespace OAuth2Server.Host;

/// <summary>A cookie whose name and attributes follow from the issuer, which is known when the server listens.</summary>
internal sealed class IssuerCookie(string name, PublicAddress address) : CookieBuilder
{
    private bool _isSecured;

    public override string? Name
    {
        get
        {
            if (!_isSecured) SessionCookie.Secure(this, name, address);
            return base.Name;
        }
        set => (base.Name, _isSecured) = (value, true);
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        // The attributes are set together with the name.
        _ = Name;
        return base.Build(context, expiresFrom);
    }
}
