using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Asks the options what is wrong with them when the application starts.</summary>
internal sealed class OptionsValidation : IValidateOptions<OAuth2ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, OAuth2ServerOptions options) =>
        options.Validate().Concat(Forbidden(options)).ToArray() is { Length: > 0 } problems
            ? ValidateOptionsResult.Fail(problems)
            : ValidateOptionsResult.Success;

    // What the profile of the server forbids.
    private static IEnumerable<string> Forbidden(OAuth2ServerOptions options) =>
        options.Profile == SecurityProfile.None
            ? []
            : ProfileReport.Of(options).Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error)
                .Select(finding => $"{finding.Setting}: {finding}");
}
