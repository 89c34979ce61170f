namespace OAuth2Server.LoadBenchmark;

/// <summary>How a floor checks bearer tokens.</summary>
internal interface IBearer
{
    void AddServices(IServiceCollection services, ITokens tokens);

    void Map(WebApplication app, ITokens tokens);
}
