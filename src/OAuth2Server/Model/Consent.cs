using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>A remembered consent: what a resource owner allowed a client. The resource owner is not asked for it again.</summary>
/// <remarks>Scope is remembered for each resource apart: <c>photos</c> allowed at one resource and <c>mail</c> at another give no
/// <c>mail</c> at the first. A request that names no resource is a case of its own, because its tokens may be for any
/// (RFC 8707 §2).</remarks>
public sealed record Consent
{
    /// <summary>The id of what was saved: each <see cref="IConsentModel.SaveConsentAsync"/> has a new one, so that a consent that was
    /// changed or withdrawn since it was read is recognised. Empty for one that an earlier version of this library saved.</summary>
    public string Id { get; init; } = "";

    /// <summary>The issuer that asked the resource owner.</summary>
    public required string Issuer { get; init; }

    /// <summary>The resource owner.</summary>
    public required string Subject { get; init; }

    /// <summary>The client.</summary>
    public required string ClientId { get; init; }

    /// <summary>What was allowed to requests that name no resource.</summary>
    public required Scope Scope { get; init; }

    /// <summary>What was allowed to requests that name resources: each resource once.</summary>
    public ImmutableArray<ConsentedResource> Resources { get; init => field = value.IsDefaultOrEmpty ? [] : value; } = [];

    /// <summary>When the resource owner last allowed something of it, UTC.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>True when nothing is remembered: the resource owner unchecked all of it.</summary>
    public bool IsEmpty => Scope.IsEmpty && Resources.IsEmpty;

    /// <summary>Whether a request needs no question: all of its scope was allowed, at each of its resources.</summary>
    /// <param name="scope">The requested scope, defaults filled in.</param>
    /// <param name="resources">The resources that the request names, as they are registered; empty when it names none.</param>
    /// <returns>False also when nothing was ever allowed to such a request.</returns>
    public bool Covers(Scope scope, ImmutableArray<string> resources)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return resources.IsDefaultOrEmpty ? Has(Scope, scope) : resources.All(resource => Has(At(resource), scope));
    }

    /// <summary>What of a requested scope was allowed before, at each of the resources: a page need not ask for it again.</summary>
    /// <param name="scope">The requested scope, defaults filled in.</param>
    /// <param name="resources">The resources that the request names, as they are registered; empty when it names none.</param>
    /// <returns>The part of the scope; empty when nothing of it was allowed to such a request.</returns>
    public Scope AllowedOf(Scope scope, ImmutableArray<string> resources)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return resources.IsDefaultOrEmpty
            ? scope.Intersect(Scope)
            : resources.Aggregate(scope, (allowed, resource) => allowed.Intersect(At(resource)));
    }

    /// <summary>What is remembered after a further answer: the scope that was asked for is taken away, and what was allowed of it is
    /// added.</summary>
    /// <remarks>So a scope that was shown and left unchecked is asked for again, although it was allowed before.</remarks>
    /// <param name="asked">The scope that the resource owner was asked for.</param>
    /// <param name="allowed">What the resource owner allowed of it.</param>
    /// <param name="resources">The resources that the request names, as they are registered; empty when it names none.</param>
    /// <param name="now">The time of the answer, UTC.</param>
    /// <returns>A consent with a new <see cref="Id"/>.</returns>
    public Consent After(Scope asked, Scope allowed, ImmutableArray<string> resources, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(allowed);
        var next = this with { Id = RandomText.Of(RandomText.Id), GrantedAt = allowed.IsEmpty ? GrantedAt : now };
        if (resources.IsDefaultOrEmpty) return next with { Scope = Answered(Scope) };
        var others = Resources.Where(entry => !resources.Contains(entry.Resource, StringComparer.Ordinal));
        var answered = resources.Distinct(StringComparer.Ordinal)
            .Select(resource => new ConsentedResource(resource, Answered(At(resource)))).Where(entry => !entry.Scope.IsEmpty);
        return next with { Resources = [.. others.Concat(answered).OrderBy(entry => entry.Resource, StringComparer.Ordinal)] };

        Scope Answered(Scope before) => before.Except(asked).Union(allowed);
    }

    /// <summary>The subject and the client id.</summary>
    public override string ToString() => $"Consent({Subject}, {ClientId})";

    private static bool Has(Scope allowed, Scope asked) => !allowed.IsEmpty && allowed.Contains(asked);

    private Scope At(string resource) =>
        Resources.FirstOrDefault(entry => entry.Resource == resource)?.Scope ?? Scope.Empty;
}
