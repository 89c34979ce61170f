using System.Diagnostics;

namespace OAuth2Server.Walks.Tests;

/// <summary>The woven assemblies call these methods. The class is public because they are other assemblies.</summary>
/// <remarks>The current call is in an <see cref="AsyncLocal{T}"/>, so that the caller is right also after an await.</remarks>
public static class Tracer
{
    private static readonly AsyncLocal<Call?> Current = new();
    private static readonly Lock Gate = new();
    private static List<Entry>? _entries;
    private static SortedDictionary<string, int>? _made;

    /// <summary>A method was entered.</summary>
    /// <param name="method">Its number.</param>
    /// <returns>The call, for <see cref="Leave"/>.</returns>
    public static Call Enter(int method) => Begin(method, isLambda: false);

    /// <summary>A lambda was entered. It counts as the method that contains it, and is no entry when that method calls it.</summary>
    /// <param name="method">The number of the method that contains it.</param>
    /// <returns>The call, for <see cref="Leave"/>.</returns>
    public static Call EnterLambda(int method) => Begin(method, isLambda: true);

    /// <summary>The method of a call returns.</summary>
    /// <param name="call">The call.</param>
    public static void Leave(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Current.Value = call.Caller;
    }

    /// <summary>An object was made.</summary>
    /// <param name="type">The name of its type.</param>
    public static void Made(string type)
    {
        lock (Gate)
        {
            if (_made is { } made) made[type] = made.GetValueOrDefault(type) + 1;
        }
    }

    internal static void Start()
    {
        lock (Gate) (_entries, _made) = ([], new(StringComparer.Ordinal));
    }

    internal static (List<Entry> Entries, SortedDictionary<string, int> Made) Stop()
    {
        lock (Gate)
        {
            var recorded = (_entries!, _made!);
            (_entries, _made) = (null, null);
            return recorded;
        }
    }

    private static Call Begin(int method, bool isLambda)
    {
        var caller = Current.Value;
        var isEntry = !isLambda || caller?.Method != method;
        var call = new Call(method, caller, isEntry ? (caller?.Depth ?? -1) + 1 : caller!.Depth);
        Current.Value = call;
        if (isEntry) Record(new(method, caller?.Method, Site(), call.Depth, isLambda));
        return call;
    }

    private static void Record(Entry entry)
    {
        lock (Gate) _entries?.Add(entry);
    }

    // The nearest frame of the product below that of the entered method.
    private static CodePlace? Site()
    {
        var frames = new StackTrace().GetFrames().SkipWhile(frame => frame.GetMethod()?.DeclaringType == typeof(Tracer));
        var caller = frames.Skip(1).FirstOrDefault(frame => Weaver.Woven.Contains(AssemblyOf(frame)));
        return caller is null ? null : new(AssemblyOf(caller)!, caller.GetMethod()!.MetadataToken, caller.GetILOffset());
    }

    private static string? AssemblyOf(StackFrame frame) => frame.GetMethod()?.Module.Assembly.GetName().Name;

    /// <summary>A call of a method that has not returned.</summary>
    /// <param name="method">The number of the method.</param>
    /// <param name="caller">The call that made this one; null for a call by the framework.</param>
    /// <param name="depth">How many calls are around this one.</param>
    public sealed class Call(int method, Call? caller, int depth)
    {
        internal int Method => method;

        internal Call? Caller => caller;

        internal int Depth => depth;
    }
}
