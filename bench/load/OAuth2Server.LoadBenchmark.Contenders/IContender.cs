namespace OAuth2Server.LoadBenchmark;

/// <summary>One server of the comparison.</summary>
internal interface IContender
{
    void AddServices(IServiceCollection services, string issuer);

    Task MapAsync(WebApplication app);
}
