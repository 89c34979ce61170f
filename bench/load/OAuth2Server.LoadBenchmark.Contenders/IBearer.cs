namespace OAuth2Server.LoadBenchmark;

/// <summary>How a floor lets bearer tokens in.</summary>
internal interface IBearer
{
    void AddServices(IServiceCollection services, TokenTable tokens);

    void Map(WebApplication app, TokenTable tokens);
}
