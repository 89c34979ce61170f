using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OAuth2Server.Tests.Support;

/// <summary>Listens to the library's meter and activities: of the test's own flow, because all tests share them.</summary>
public sealed class CapturedTelemetry : IDisposable
{
    private static readonly AsyncLocal<CapturedTelemetry?> Current = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> _measurements = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly MeterListener _meter = new();
    private readonly ActivityListener _source;
    private readonly bool _ofAll;

    public CapturedTelemetry() : this(ofAll: false) => Current.Value = this;

    private CapturedTelemetry(bool ofAll)
    {
        _ofAll = ofAll;
        _meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OAuth2Diagnostics.Name) listener.EnableMeasurementEvents(instrument);
        };
        _meter.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meter.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meter.Start();
        _source = new()
        {
            ShouldListenTo = source => source.Name == OAuth2Diagnostics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (IsOurs) _activities.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_source);
    }

    public IReadOnlyCollection<Activity> Activities => _activities;

    /// <summary>Every tag of every measurement and activity.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Tags =>
        _measurements.SelectMany(m => m.Tags).Concat(_activities.SelectMany(a => a.TagObjects));

    private bool IsOurs => _ofAll || Current.Value == this;

    /// <summary>Listens to all tests that run meanwhile.</summary>
    public static CapturedTelemetry OfAll() => new(ofAll: true);

    /// <summary>What one instrument measured, as <c>value name=tag name=tag</c> in the order of the names, and forgets it all.</summary>
    public string[] Take(string instrument)
    {
        var lines = _measurements
            .Where(m => m.Instrument == instrument)
            .Select(m => FormattableString.Invariant($"{m.Value} {Text(m.Tags)}").TrimEnd())
            .ToArray();
        _measurements.Clear();
        return lines;
    }

    public static string Text(IEnumerable<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}"));

    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (IsOurs) _measurements.Enqueue((instrument.Name, value, tags.ToArray()));
    }
}
