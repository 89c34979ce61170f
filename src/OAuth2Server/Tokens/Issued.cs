namespace OAuth2Server;

/// <summary>What came of issuing: the answer's JSON and the access token it holds, if it was not given before.</summary>
internal sealed record Issued(ReadOnlyMemory<byte> Answer, AccessToken? Token)
{
    /// <summary>Somebody else used the credential between its look-up and now: the grant must look again.</summary>
    internal static Issued LostTheRace { get; } = new(default, null);

    /// <inheritdoc/>
    public override string ToString() => nameof(Issued);
}
