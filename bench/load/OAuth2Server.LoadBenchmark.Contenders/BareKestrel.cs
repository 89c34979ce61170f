using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The ceiling: Kestrel and routing, which read the form and answer a constant of a token response's size.</summary>
internal sealed class BareKestrel : IContender
{
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        $$"""{"access_token":"{{new string('a', 43)}}","token_type":"Bearer","expires_in":3600,"scope":"{{Fixture.ReadScope}}"}""");

    public void AddServices(IServiceCollection services, string issuer)
    {
    }

    public Task MapAsync(WebApplication app)
    {
        app.MapPost("/token", async http =>
        {
            await http.Request.ReadFormAsync();
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = Answer.Length;
            await http.Response.Body.WriteAsync(Answer);
        });
        app.MapGet("/photos", () => Photos.All);
        return Task.CompletedTask;
    }
}
