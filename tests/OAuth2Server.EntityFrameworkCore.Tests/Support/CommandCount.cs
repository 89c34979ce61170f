using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Counts the round trips of one test's own flow: the package's by its meter, those that go through EF's queries by an
/// interceptor.</summary>
internal sealed class CommandCount : DbCommandInterceptor, IDisposable
{
    private static readonly AsyncLocal<CommandCount?> Current = new();
    private readonly MeterListener _listener = new();
    private int _own;
    private int _ef;

    internal CommandCount()
    {
        Current.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "OAuth2Server.EntityFrameworkCore"
                && instrument.Name == "oauth2server.db.commands") listener.EnableMeasurementEvents(instrument);
        };
        // Other tests run in parallel and use the same meter.
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            if (Current.Value == this) Interlocked.Add(ref _own, (int)value);
        });
        _listener.Start();
    }

    /// <summary>The package's own since the last time, and EF's.</summary>
    internal (int Own, int Ef) Take() => (Interlocked.Exchange(ref _own, 0), Interlocked.Exchange(ref _ef, 0));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _ef);
        return new(result);
    }

    public void Dispose() => _listener.Dispose();
}
