using Xunit.v3;

namespace OAuth2Server.Tests.Support;

/// <summary>The section that a test class, or one of its tests, enforces: the traceability table is made from it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RfcSectionAttribute(string document, string section) : Attribute, ITraitAttribute
{
    public string Document => document;

    public string Section => section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("RFC", $"{document} §{section}")];
}
