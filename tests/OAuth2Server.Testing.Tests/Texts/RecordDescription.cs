using System.Collections;
using System.Globalization;
using System.Reflection;

namespace OAuth2Server.Testing.Tests;

/// <summary>Every public member of a record as text, by reflection: a member that is added later is compared as well.</summary>
internal static class RecordDescription
{
    public static string Of(object record)
    {
        var members = record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(p => p.Name, StringComparer.Ordinal);
        return string.Join('\n', members.Select(p => $"{p.Name}: {Value(p.GetValue(record))}"));
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        SecretHash hash => Convert.ToHexString(hash.ToByteArray()),
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        DateTimeOffset time => $"{time.UtcTicks} {time.Offset}",
        TimeSpan interval => interval.Ticks.ToString(CultureInfo.InvariantCulture),
        bool or byte or long or Enum => $"{value}",
        KeyValuePair<string, string> pair => $"'{pair.Key}' = '{pair.Value}'",
        IEnumerable values => $"[{string.Join(", ", values.Cast<object>().Select(Value))}]",
        Authorization or Replay or SigningKey or ConsentedResource => $"({Of(value)})",
        _ => throw new NotSupportedException($"Describe a {value.GetType()} here."),
    };
}
