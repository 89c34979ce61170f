using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OAuth2Server;

/// <summary>As much of an address as one stranger has to himself: all of an IPv4 address, the first 64 bits of an IPv6 one. What has no address is one network of its own.</summary>
internal readonly record struct Network(AddressFamily Family, ulong Prefix)
{
    internal static Network Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out var length)) return default;
        // A socket for both families shows an IPv4 caller as ::ffff:a.b.c.d.
        if (address.IsIPv4MappedToIPv6) return new(AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        return length == 4
            ? new(AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new(AddressFamily.InterNetworkV6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
