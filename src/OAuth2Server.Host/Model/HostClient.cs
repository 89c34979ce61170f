using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server.Host;

/// <summary>A client with a name for its users.</summary>
internal sealed record HostClient : Client
{
    /// <summary>A client whose properties are set afterwards.</summary>
    public HostClient()
    {
    }

    /// <summary>A copy of a client, with its id as the name for users.</summary>
    [SetsRequiredMembers]
    public HostClient(Client client) : base(client) => DisplayName = client.Id;

    /// <summary>The name on the pages.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The name for users of any client; the id if it has no name.</summary>
    internal static string NameOf(Client client) => client is HostClient { DisplayName: var name } ? name : client.Id;
}
