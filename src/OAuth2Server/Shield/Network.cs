using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>Where an attempt comes from. It is the part of an address that one attacker can have alone: all of an IPv4 address, the first
/// 64 bits of an IPv6 address. Requests without an address are one network.</summary>
internal readonly record struct Network(AddressFamily Family, ulong Prefix)
{
    internal static Network Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out var length)) return default;
        // A socket for both families gives the address of an IPv4 caller as ::ffff:a.b.c.d.
        if (address.IsIPv4MappedToIPv6) return new(AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        return length == 4
            ? new(AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new(AddressFamily.InterNetworkV6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>The users of a client, whose addresses are not known: its own address is that of a server, for all of them.</summary>
    internal static Network OfUsersOf(string clientId) =>
        new(AddressFamily.Unknown, BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(clientId))));
}
