using System.Reflection;

namespace OAuth2Server.Tests.Core;

/// <summary>The tests keep their own promises: nothing is untraceable, nothing is left out of a transport, nothing is skipped.</summary>
public sealed class ConventionTests
{
    private static readonly Type[] _types = typeof(ConventionTests).Assembly.GetTypes();

    private static IEnumerable<MethodInfo> TestsOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.GetCustomAttribute<FactAttribute>() is not null);

    [Fact]
    public void Every_class_of_an_rfc_folder_names_its_section()
    {
        var classes = _types
            .Where(t => t.Namespace is { } name && name.Contains(".Rfc", StringComparison.Ordinal) && TestsOf(t).Any())
            .ToList();
        Assert.True(classes.Count > 25);
        Assert.All(classes, t =>
        {
            var sections = t.GetCustomAttributes<RfcSectionAttribute>().ToList();
            Assert.NotEmpty(sections);
            var folder = t.Namespace!.Split('.')[^1];
            Assert.Contains(sections, s => s.Document.Replace("RFC ", "Rfc", StringComparison.Ordinal) == folder);
        });
    }

    [Fact]
    public void Every_protocol_class_runs_in_process()
    {
        var protocol = _types.Where(t => t is { IsAbstract: true, IsGenericTypeDefinition: true } && TestsOf(t).Any()).ToList();
        Assert.True(protocol.Count > 25);
        Assert.All(protocol, t =>
            Assert.Single(_types, d => d.IsSealed && d.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == t));
    }

    [Fact]
    public void Every_parity_test_says_same_or_why_not()
    {
        var tests = _types.Where(t => t.Namespace == "OAuth2Server.Tests.Parity").SelectMany(TestsOf).ToList();
        Assert.True(tests.Count > 90);
        Assert.All(tests, m =>
        {
            var facts = m.GetCustomAttributes<ParityAttribute>().ToList();
            Assert.NotEmpty(facts);
            Assert.All(facts, f => Assert.Equal(f.Verdict == Verdict.Same, f.DiffersBecause is null));
        });
    }

    [Fact]
    public void No_test_is_skipped() =>
        Assert.All(_types.SelectMany(TestsOf), m => Assert.Null(m.GetCustomAttribute<FactAttribute>()!.Skip));

    [Fact]
    public void The_sections_arrive_as_traits_through_inheritance()
    {
        var attributes = typeof(Rfc6749.AccessTokenRequestInProcess).GetCustomAttributes<RfcSectionAttribute>(inherit: true);
        Assert.Contains(attributes, a => a.GetTraits().Contains(new("RFC", "RFC 6749 §4.1.3")));
    }
}
