using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server.Host;

/// <summary>A client with the name that people know it by.</summary>
internal sealed record HostClient : Client
{
    /// <summary>A client to be described.</summary>
    public HostClient()
    {
    }

    /// <summary>A client that was described before, without its name.</summary>
    [SetsRequiredMembers]
    public HostClient(Client client) : base(client) => DisplayName = client.Id;

    /// <summary>The name on the consent page.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The name of any client.</summary>
    internal static string NameOf(Client client) => client is HostClient { DisplayName: var name } ? name : client.Id;
}
