using System.Collections;
using System.Reflection;
using System.Text;

namespace OAuth2Server.Testing.Tests;

/// <summary>Every text and every byte that an object reaches: the raw storage of a model in memory.</summary>
internal static class ObjectDump
{
    private const BindingFlags AllOfOne = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static ReadOnlyMemory<byte> Of(object root)
    {
        using var bytes = new MemoryStream();
        var (seen, left) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new Stack<object>([root]));
        while (left.TryPop(out var item)) Visit(item, seen, left, bytes);
        return bytes.ToArray();
    }

    private static void Visit(object item, HashSet<object> seen, Stack<object> left, MemoryStream bytes)
    {
        if (item is TimeProvider or Delegate || (!item.GetType().IsValueType && !seen.Add(item))) return;
        bytes.WriteByte(0);
        if (item is string text) bytes.Write(Encoding.UTF8.GetBytes(text));
        else if (item is byte[] raw) bytes.Write(raw);
        else if (item is ReadOnlyMemory<byte> memory) bytes.Write(memory.Span);
        else if (item is SecretHash hash) bytes.Write(hash.ToByteArray());
        // Of a collection its items, without the unused ends of its arrays; of an object its fields, if its type is part of a model.
        else if (item is IEnumerable items) Push(items, left);
        else if (IsPartOfAModel(item.GetType())) Push(Fields(item), left);
    }

    private static bool IsPartOfAModel(Type type) =>
        type.Namespace?.StartsWith("OAuth2Server") == true || type.Name.StartsWith("KeyValuePair`") || type.Name.StartsWith("ValueTuple`");

    private static IEnumerable<object?> Fields(object item)
    {
        for (var type = item.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(AllOfOne)) yield return field.GetValue(item);
        }
    }

    private static void Push(IEnumerable values, Stack<object> left)
    {
        foreach (var value in values)
        {
            if (value is not null) left.Push(value);
        }
    }
}
