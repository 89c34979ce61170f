using System.Net;
using AngleSharp.Html.Dom;

namespace OAuth2Server.Testing;

/// <summary>A page as it was shown.</summary>
internal sealed record HtmlPage(Uri Uri, HttpStatusCode Status, IHtmlDocument Document)
{
    /// <summary>The status, the path and the first words of the page.</summary>
    public override string ToString()
    {
        var words = string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{(int)Status} {Uri.AbsolutePath} \"{(words.Length > 200 ? words[..200] + "…" : words)}\"";
    }
}
