using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The setting <c>DPoP</c>, by the names that the library has.</summary>
internal sealed record DPoPSettings
{
    private static readonly DPoPOptions Library = new();

    public bool Enabled { get; init; } = true;

    public bool RequireProof { get; init; } = Library.RequireProof;

    public bool RequireNonce { get; init; } = Library.RequireNonce;

    public TimeSpan ProofLifetime { get; init; } = Library.ProofLifetime;

    internal static DPoPSettings Read(SettingsSection section)
    {
        var settings = new DPoPSettings
        {
            Enabled = section.Flag(nameof(Enabled)) ?? true,
            RequireProof = section.Flag(nameof(RequireProof)) ?? Library.RequireProof,
            RequireNonce = section.Flag(nameof(RequireNonce)) ?? Library.RequireNonce,
            ProofLifetime = section.Time(nameof(ProofLifetime), Library.ProofLifetime)!.Value,
        };
        if (settings is { Enabled: false, RequireProof: true })
            section.Problem(nameof(RequireProof), "must not be true: Enabled is false, so that no proof could be verified.");
        return settings;
    }

    internal void SetTo(DPoPOptions options) =>
        (options.RequireProof, options.RequireNonce, options.ProofLifetime) = (RequireProof, RequireNonce, ProofLifetime);
}
