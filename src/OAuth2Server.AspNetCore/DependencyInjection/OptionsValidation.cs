using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Asks the options what is wrong with them when the application starts.</summary>
internal sealed class OptionsValidation : IValidateOptions<OAuth2ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, OAuth2ServerOptions options) =>
        options.Validate().ToArray() is { Length: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
