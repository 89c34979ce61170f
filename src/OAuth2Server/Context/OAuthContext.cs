namespace OAuth2Server;

/// <summary>What every model function sees of the request it works for.</summary>
public sealed class OAuthContext
{
    private Dictionary<object, object?>? _items;
    private ResponseMembers? _responseMembers;

    /// <summary>The request.</summary>
    public required OAuthRequest Request { get; init; }

    /// <summary>The issuer that answers this request. Records carry it, so that one store can serve several.</summary>
    public required string Issuer { get; init; }

    /// <summary>The time of this request, UTC, read once: every expiry of one answer agrees.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What links the client's answer to the log's lines.</summary>
    public string CorrelationId => Request.CorrelationId;

    /// <summary>A place for your own objects while the request lasts.</summary>
    public IDictionary<object, object?> Items => _items ??= [];

    /// <summary>Members of your own for the token response. Add them before the token is saved: a grant, a look-up, a policy may.</summary>
    public ResponseMembers ResponseMembers => _responseMembers ??= new();

    /// <summary>The members, if anybody added one; null otherwise.</summary>
    internal ResponseMembers? AddedResponseMembers => _responseMembers;

    /// <summary>What slows down guessing; null counts nothing.</summary>
    internal BruteForceShield? Shield { get; init; }

    /// <summary>The client that the request turned out to come from, for the log; null before that is known.</summary>
    internal string? ClientId { get; set; }

    /// <summary>The grant type of a token request, if the server serves it; null otherwise.</summary>
    internal string? GrantType { get; set; }
}
