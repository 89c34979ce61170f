namespace OAuth2Server.Jwt;

/// <summary>How requests to addresses that clients named are sent.</summary>
public sealed class OutboundOptions
{
    /// <summary>Whether addresses of private networks and of this machine are allowed, and plain http: for development, and for clients
    /// inside of the network of the server. It is not for clients that registered or described themselves.</summary>
    /// <value>Default false. With true, an operator of a client can make the server send requests to any machine of its network.</value>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Whether the same is allowed for clients that registered or described themselves (<see cref="Client.IsSelfRegistered"/>):
    /// for development, where the server is on the machine of its clients.</summary>
    /// <value>Default false. With true, any party that can send a request to the server can make it send requests to any machine of its
    /// network (draft-ietf-oauth-client-id-metadata-document-02 §8.6).</value>
    public bool AllowPrivateAddressesOfSelfRegistered { get; set; }

    /// <summary>How long one request may take, from the look-up of the name to the end of the answer.</summary>
    /// <value>100 milliseconds to 1 minute; default 5 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
            yield return "Timeout must be from 100 milliseconds to 1 minute.";
    }
}
