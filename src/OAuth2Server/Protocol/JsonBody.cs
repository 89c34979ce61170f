using System.Buffers;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>Writes one JSON object as the body of an answer: <see cref="Start"/>, the members, <see cref="End"/>, without an <c>await</c>
/// in between.</summary>
/// <remarks>Each thread keeps its writer: a new one, with a buffer that grows, is 450 bytes, a fifth of what a client credentials request
/// allocates.</remarks>
internal static class JsonBody
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>Opens an object.</summary>
    /// <returns>The writer of this thread, for the members.</returns>
    internal static Utf8JsonWriter Start()
    {
        var buffer = _buffer ??= new(512);
        var json = _json ??= new(buffer);
        // What an exception left behind is removed.
        buffer.Clear();
        json.Reset();
        json.WriteStartObject();
        return json;
    }

    /// <summary>Closes the object.</summary>
    /// <returns>Its bytes.</returns>
    internal static byte[] End()
    {
        _json!.WriteEndObject();
        _json.Flush();
        var body = _buffer!.WrittenSpan.ToArray();
        // This also overwrites what was written: no token stays in the buffer.
        _buffer.Clear();
        _json.Reset();
        return body;
    }
}
