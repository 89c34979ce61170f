using System.Reflection;

namespace OAuth2Server.AspNetCore.Tests;

/// <summary>Rules that the tests of this project must follow.</summary>
public sealed class ConventionTests
{
    private static readonly Type[] _types = typeof(ConventionTests).Assembly.GetTypes();

    [Fact]
    public void Every_protocol_class_runs_over_http()
    {
        var protocol = _types.Where(t => t is { IsAbstract: true, IsGenericTypeDefinition: true, BaseType: { IsGenericType: true } b }
            && b.GetGenericTypeDefinition() == typeof(ProtocolTests<>)).ToList();
        Assert.True(protocol.Count > 25);
        Assert.All(protocol, t => Assert.Single(_types, d => d.IsSealed && d.BaseType == t.MakeGenericType(typeof(OverHttp))));
    }

    [Fact]
    public void No_test_is_skipped() =>
        Assert.All(_types.SelectMany(t => t.GetMethods()), m => Assert.Null(m.GetCustomAttribute<FactAttribute>()?.Skip));
}
