namespace OAuth2Server.Testing;

/// <summary>One caller's model, and what is disposed after the call: for a model per request, usually its service scope.</summary>
/// <param name="model">The model.</param>
/// <param name="owner">Disposed with the scope; null leaves everything alone.</param>
public sealed class ModelScope(IOAuthModel model, IAsyncDisposable? owner = null) : IAsyncDisposable
{
    /// <summary>The model, used by one caller at a time.</summary>
    public IOAuthModel Model => model;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => owner?.DisposeAsync() ?? default;
}
