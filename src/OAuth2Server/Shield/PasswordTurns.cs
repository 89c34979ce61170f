using System.Threading.Channels;

namespace OAuth2Server;

/// <summary>A few password hashes at once, a few more waiting, in order: hashing is slow on purpose, and a flood of sign-ins must not take every processor from the token requests.</summary>
internal sealed class PasswordTurns(int atOnce, int waiting)
{
    // A bounded channel is a semaphore with nothing to dispose of: who writes has the turn, who ends it reads.
    private readonly Channel<bool> _running = Channel.CreateBounded<bool>(atOnce);
    private int _inside;

    /// <summary>Waits for the turn; null when too many wait already.</summary>
    internal async ValueTask<PasswordTurn?> TakeAsync(CancellationToken ct)
    {
        if (Interlocked.Increment(ref _inside) > atOnce + waiting)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }
        try
        {
            await _running.Writer.WriteAsync(true, ct);
        }
        catch
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
        return new(End);
    }

    private void End()
    {
        Interlocked.Decrement(ref _inside);
        _running.Reader.TryRead(out _);
    }
}
