namespace OAuth2Server;

/// <summary>How serious it is that a rule is not kept.</summary>
public enum RuleSeverity
{
    /// <summary>The document recommends something else; no attack follows from it alone.</summary>
    Information,

    /// <summary>The document permits it, and an attack becomes easier.</summary>
    Warning,

    /// <summary>The document forbids it. A server with this profile does not start.</summary>
    Error,
}
