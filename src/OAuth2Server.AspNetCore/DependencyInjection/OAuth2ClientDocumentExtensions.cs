using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Clients that describe themselves by a document.</summary>
public static class OAuth2ClientDocumentExtensions
{
    /// <summary>Adds <see cref="ClientIdMetadataDocuments"/> as a service, and <c>client_id_metadata_document_supported</c> to the metadata
    /// (draft-ietf-oauth-client-id-metadata-document-02). Let your model ask the service for a client that it does not have.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets the options; they are validated when the application starts.</param>
    public static OAuth2Builder<TModel> AddClientIdMetadataDocuments<TModel>(
        this OAuth2Builder<TModel> server, Action<ClientIdMetadataDocumentOptions>? configure = null) where TModel : class, IOAuthModel
    {
        ArgumentNullException.ThrowIfNull(server);
        var services = server.Services;
        services.AddOutboundHttp();
        services.AddOptions<ClientIdMetadataDocumentOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<ClientIdMetadataDocumentOptions>, Validation>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMetadataPart, ClientIdMetadataDocumentPart>());
        services.TryAddSingleton(p => new ClientIdMetadataDocuments(
            p.GetRequiredService<OutboundHttp>(),
            p.GetRequiredService<IOptions<ClientIdMetadataDocumentOptions>>().Value,
            MethodsOf(p),
            p.GetService<IClientIdMetadataPolicy>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ClientIdMetadataDocuments>>()));
        return server;
    }

    // The methods that the server has beside the secret ones. Their instances need the model, which asks for this service.
    private static string[] MethodsOf(IServiceProvider services) =>
        services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ClientKeys)) ? ["none", "private_key_jwt"] : ["none"];

    private sealed class Validation : IValidateOptions<ClientIdMetadataDocumentOptions>
    {
        public ValidateOptionsResult Validate(string? name, ClientIdMetadataDocumentOptions options) =>
            options.Validate().Select(problem => "ClientIdMetadataDocumentOptions." + problem).ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
