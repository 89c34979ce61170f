using Microsoft.Extensions.Primitives;

namespace OAuth2Server.Host;

/// <summary>A source without some of its lists, because a stronger source has them.</summary>
internal sealed class SourceWithoutLists(IConfigurationSource source, IReadOnlyList<string> lists) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(source.Build(builder), lists);

    private sealed class Provider(IConfigurationProvider inner, IReadOnlyList<string> lists) : IConfigurationProvider, IDisposable
    {
        public bool TryGet(string key, out string? value)
        {
            value = null;
            return !IsHidden(key) && inner.TryGet(key, out value);
        }

        public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
            parentPath is not null && IsHidden(parentPath) ? earlierKeys : inner.GetChildKeys(earlierKeys, parentPath);

        public void Set(string key, string? value) => inner.Set(key, value);

        public void Load() => inner.Load();

        public IChangeToken GetReloadToken() => inner.GetReloadToken();

        public override string? ToString() => inner.ToString();

        public void Dispose() => (inner as IDisposable)?.Dispose();

        private bool IsHidden(string key) => lists.Any(list => IsIn(list, key));

        private static bool IsIn(string list, string key) =>
            key.StartsWith(list, StringComparison.OrdinalIgnoreCase) && (key.Length == list.Length || key[list.Length] == ':');
    }
}
