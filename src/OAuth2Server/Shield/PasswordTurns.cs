using System.Threading.Channels;

namespace OAuth2Server;

/// <summary>Limits how many passwords are verified at the same time; a few more wait, in order. Hashing is slow on purpose: a flood of
/// sign-ins must not take every processor from the token requests.</summary>
internal sealed class PasswordTurns(int atOnce, int waiting)
{
    // A bounded channel is a semaphore that needs no disposal: to write takes a place, to read gives it back.
    private readonly Channel<bool> _running = Channel.CreateBounded<bool>(atOnce);
    private int _inside;

    /// <summary>Waits for a place; false when too many wait already. After true, call <see cref="End"/>.</summary>
    internal async ValueTask<bool> TakeAsync(CancellationToken ct)
    {
        if (Interlocked.Increment(ref _inside) > atOnce + waiting)
        {
            Interlocked.Decrement(ref _inside);
            return false;
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
        return true;
    }

    internal void End()
    {
        Interlocked.Decrement(ref _inside);
        _running.Reader.TryRead(out _);
    }
}
