namespace OAuth2Server;

/// <summary>Comparison of media types (RFC 9110 §8.3.1).</summary>
internal static class MediaType
{
    /// <summary>True for the media type, with or without parameters such as a charset.</summary>
    internal static bool Is(string? contentType, string mediaType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);
    }
}
