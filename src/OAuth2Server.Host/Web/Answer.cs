using Microsoft.AspNetCore.Mvc;

namespace OAuth2Server.Host;

/// <summary>Sends from a page what the library answered.</summary>
internal sealed class Answer(IResult result) : ActionResult
{
    /// <inheritdoc/>
    public override Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
}
