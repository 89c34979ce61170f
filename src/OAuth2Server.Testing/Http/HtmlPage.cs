using System.Net;
using AngleSharp.Html.Dom;

namespace OAuth2Server.Testing;

/// <summary>A page as it was shown.</summary>
internal sealed record HtmlPage(Uri Uri, HttpStatusCode Status, IHtmlDocument Document)
{
    /// <summary>What a person would tell about it: the address, the status, the first words.</summary>
    public override string ToString()
    {
        var words = string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{(int)Status} {Uri.AbsolutePath} \"{(words.Length > 200 ? words[..200] + "…" : words)}\"";
    }
}
