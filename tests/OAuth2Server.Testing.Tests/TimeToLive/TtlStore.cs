namespace OAuth2Server.Testing.Tests;

/// <summary>Keys whose values expire by themselves, as in Redis, by the time of the store and not by that of its callers.</summary>
internal sealed class TtlStore
{
    private readonly Dictionary<string, (object Value, TimeSpan? Until)> _values = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private TimeSpan _time;

    /// <summary>The time of the store passes.</summary>
    public void LetTimePass(TimeSpan time)
    {
        lock (_gate) _time += time;
    }

    /// <summary>Runs a script: no other caller works at the same time, and all of it happens or, if it throws, nothing.</summary>
    public T Run<T>(Func<Script, T> work)
    {
        lock (_gate)
        {
            var script = new Script(this);
            var result = work(script);
            script.Apply();
            return result;
        }
    }

    /// <summary>What a script reads, and what it writes at its end.</summary>
    public sealed class Script(TtlStore store)
    {
        private readonly Dictionary<string, (object Value, TimeSpan? Until)> _written = [];

        public T? Get<T>(string key) where T : class =>
            _written.TryGetValue(key, out var written) ? written.Value as T
            : store._values.TryGetValue(key, out var found) && !(found.Until <= store._time) ? found.Value as T
            : null;

        /// <summary>Sets a value and its time to live; null keeps it without end.</summary>
        public void Set(string key, object value, TimeSpan? timeToLive) => _written[key] = (value, store._time + timeToLive);

        /// <summary>Changes a value and keeps when it expires.</summary>
        public void Change(string key, object value) => _written[key] = (value, store._values[key].Until);

        public IEnumerable<object> All(string prefix) => store._values
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && !(entry.Value.Until <= store._time))
            .Select(entry => entry.Value.Value);

        /// <summary>Adds a member to the set of a key; it stays in it for its time to live.</summary>
        public void AddMember(string key, string member, TimeSpan? timeToLive) =>
            Set($"set {key} {member}", new Member(key, member), timeToLive);

        public IEnumerable<string> Members(string key) =>
            All($"set {key} ").OfType<Member>().Where(member => member.Key == key).Select(member => member.Text);

        internal void Apply()
        {
            foreach (var (key, value) in _written) store._values[key] = value;
        }
    }

    private sealed record Member(string Key, string Text);
}
