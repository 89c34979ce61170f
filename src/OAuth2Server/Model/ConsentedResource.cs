namespace OAuth2Server;

/// <summary>What a remembered consent allows at one resource (RFC 8707).</summary>
/// <param name="Resource">The resource, as it is registered.</param>
/// <param name="Scope">What was allowed there; never empty.</param>
public sealed record ConsentedResource(string Resource, Scope Scope)
{
    /// <summary>The resource and the scope.</summary>
    public override string ToString() => $"ConsentedResource({Resource}: {Scope})";
}
