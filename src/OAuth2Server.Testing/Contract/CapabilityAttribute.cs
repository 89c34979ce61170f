using Xunit.v3;

namespace OAuth2Server.Testing;

/// <summary>Names the capability interface that a contract test is about, as the trait <c>Capability</c>.</summary>
/// <param name="capability">The interface.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CapabilityAttribute(Type capability) : Attribute, ITraitAttribute
{
    /// <summary>The interface.</summary>
    public Type Capability => capability;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [KeyValuePair.Create("Capability", capability.Name)];
}
