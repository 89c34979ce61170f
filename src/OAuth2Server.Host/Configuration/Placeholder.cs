namespace OAuth2Server.Host;

/// <summary>A text such as <c>&lt;a password&gt;</c> in a copied example. Every reader of the example has it, so it is no secret.</summary>
internal static class Placeholder
{
    /// <summary>The rest of the sentence after the key.</summary>
    internal const string Problem = "is still the placeholder of the example: write a secret of your own in its place.";

    /// <summary>Whether a secret or password is a placeholder.</summary>
    internal static bool Is(string secret) => secret is ['<', .., '>'];
}
