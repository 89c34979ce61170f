namespace OAuth2Server;

/// <summary>The turn to verify one password; dispose it to let the next one in.</summary>
public sealed class PasswordTurn : IDisposable
{
    private Action? _end;

    internal PasswordTurn(Action? end) => _end = end;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
