using System.Net.Sockets;
using System.Text;

namespace OAuth2Server.AspNetCore.Tests.BadInput;

/// <summary>Sends bytes that no HTTP client library would send.</summary>
internal static class RawConnection
{
    /// <summary>Sends exactly this head and body, and reads the answer until the server closes the connection.</summary>
    internal static async Task<Answer> SendAsync(Uri server, string head, byte[]? body = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{head}\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"));
        if (body is not null) await stream.WriteAsync(body);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received);
        return Read(received.ToArray());
    }

    private static Answer Read(byte[] message)
    {
        var end = message.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = Encoding.Latin1.GetString(message, 0, end).Split("\r\n");
        var headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .Select(halves => KeyValuePair.Create(halves[0], halves[1]))
            .ToList();
        return new(int.Parse(lines[0].Split(' ')[1]), headers, message[(end + 4)..]);
    }
}
