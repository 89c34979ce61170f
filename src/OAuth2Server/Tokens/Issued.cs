namespace OAuth2Server;

/// <summary>What came of issuing: the answer's JSON and the access token it holds, if it was not given before.</summary>
internal sealed class Issued(ReadOnlyMemory<byte> answer, AccessToken? token)
{
    /// <summary>Somebody else used the credential between its look-up and now: the grant must look again.</summary>
    internal static Issued LostTheRace { get; } = new(default, null);

    /// <summary>The token response's JSON.</summary>
    internal ReadOnlyMemory<byte> Answer => answer;

    /// <summary>The access token; null when the answer was given before.</summary>
    internal AccessToken? Token => token;
}
