namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>A store that fails as a test says.</summary>
internal sealed class FaultyModel(ISigningKeyModel inner) : ISigningKeyModel
{
    internal Action BeforeRead { get; set; } = () => { };

    internal Action BeforeSave { get; set; } = () => { };

    internal bool Refuses { get; set; }

    public async ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct)
    {
        await Task.Yield();
        BeforeRead();
        return await inner.GetSigningKeysAsync(ct);
    }

    public async ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct)
    {
        await Task.Yield();
        BeforeSave();
        return !Refuses && await inner.SaveSigningKeysAsync(ring, ct);
    }
}
