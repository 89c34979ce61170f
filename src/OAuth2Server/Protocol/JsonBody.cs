using System.Buffers;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Writes one JSON object as the body of an answer.</summary>
/// <remarks>Each thread keeps its writer: a new one, with a buffer that grows, is 450 bytes, a fifth of what a client credentials request
/// allocates.</remarks>
internal static class JsonBody
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    internal static byte[] Write<T>(T state, Action<Utf8JsonWriter, T> writeMembers)
    {
        var buffer = _buffer ??= new(512);
        var json = _json ??= new(buffer);
        try
        {
            json.WriteStartObject();
            writeMembers(json, state);
            json.WriteEndObject();
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            json.Reset();
            // This also overwrites what was written: no token stays in the buffer.
            buffer.Clear();
        }
    }
}
