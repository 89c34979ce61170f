using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace OAuth2Server.Walks.Tests;

/// <summary>Copies the built assemblies. In a copy each counted method calls <see cref="Tracer"/> at its start and at its end.</summary>
internal sealed class Weaver
{
    /// <summary>The assemblies whose methods are recorded.</summary>
    internal static readonly string[] Woven = ["OAuth2Server", "OAuth2Server.Jwt", "OAuth2Server.AspNetCore"];

    private readonly SourceMethods _sources = new();
    private readonly Dictionary<SourceMethod, int> _numbers = [];
    private readonly Dictionary<(string Assembly, int Token), SequencePoint[]> _lines = [];

    /// <summary>The counted methods; the numbers in a recording are places in this list.</summary>
    internal IReadOnlyList<SourceMethod> Methods => [.. _numbers.OrderBy(method => method.Value).Select(method => method.Key)];

    /// <summary>A woven copy of an assembly of the test's folder.</summary>
    internal byte[] Weave(string name)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        var path = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters
        {
            ReadSymbols = true,
            SymbolReaderProvider = new PortablePdbReaderProvider(),
            AssemblyResolver = resolver,
        });
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).ToArray()) Weave(method);

        using var assembly = new MemoryStream();
        module.Write(assembly);
        // Tokens and offsets are final only after the module was written.
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods))
            _lines[(name, method.MetadataToken.ToInt32())] = [.. method.DebugInformation.SequencePoints.Where(point => !point.IsHidden)];
        return assembly.ToArray();
    }

    /// <summary>The file and line that compiled code comes from; empty when it comes from none.</summary>
    internal string LineOf(CodePlace place) =>
        _lines.GetValueOrDefault((place.Assembly, place.Token), []).LastOrDefault(point => point.Offset <= place.Offset) is { } found
            ? $"{Path.GetFileName(found.Document.Url)}:{found.StartLine}"
            : "";

    private void Weave(MethodDefinition method)
    {
        // With inlining and tail calls the stack would not show the call site.
        method.AggressiveInlining = false;
        method.NoInlining = method.NoOptimization = true;

        var body = method.Body;
        body.SimplifyMacros();
        var isLambda = method.Name.Contains(">b__", StringComparison.Ordinal);
        if (SourceOf(method) is { } source) AddCalls(method, NumberOf(source), isLambda);
        if (IsConstructorOfOurs(method))
        {
            body.Instructions.Insert(0, Instruction.Create(OpCodes.Ldstr, method.DeclaringType.Name));
            body.Instructions.Insert(1, CallTo(method.Module, nameof(Tracer.Made)));
        }
        body.OptimizeMacros();
    }

    private static void AddCalls(MethodDefinition method, int number, bool isLambda)
    {
        var body = method.Body;
        var call = new VariableDefinition(method.Module.ImportReference(typeof(Tracer.Call)));
        body.Variables.Add(call);
        foreach (var returns in body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ret).ToArray())
        {
            // The instruction is changed in place, so that jumps to it stay valid.
            (returns.OpCode, returns.Operand) = (OpCodes.Ldloc, call);
            var at = body.Instructions.IndexOf(returns);
            body.Instructions.Insert(at + 1, CallTo(method.Module, nameof(Tracer.Leave)));
            body.Instructions.Insert(at + 2, Instruction.Create(OpCodes.Ret));
        }
        body.Instructions.Insert(0, Instruction.Create(OpCodes.Ldc_I4, number));
        body.Instructions.Insert(1, CallTo(method.Module, isLambda ? nameof(Tracer.EnterLambda) : nameof(Tracer.Enter)));
        body.Instructions.Insert(2, Instruction.Create(OpCodes.Stloc, call));
    }

    private static Instruction CallTo(ModuleDefinition module, string name) =>
        Instruction.Create(OpCodes.Call, module.ImportReference(typeof(Tracer).GetMethod(name)));

    private int NumberOf(SourceMethod source)
    {
        _numbers.TryAdd(source, _numbers.Count);
        return _numbers[source];
    }

    /// <summary>The source of a compiled method; null when it is not counted.</summary>
    /// <remarks>The body of a state machine is not counted, because it runs inside the call of its method.</remarks>
    private SourceMethod? SourceOf(MethodDefinition method)
    {
        if (method is { Name: "MoveNext", DeclaringType.IsNested: true } && method.DeclaringType.Name.StartsWith('<')) return null;
        var points = (StateMachineOf(method) ?? method).DebugInformation.SequencePoints.Where(point => !point.IsHidden);
        // A constructor begins with the initializers of its fields: its own code may come later.
        return points.Select(Source).FirstOrDefault(source => source is not null && (method.Name != ".ctor" || source.Name == "new"));
    }

    private SourceMethod? Source(SequencePoint point)
    {
        var path = Relative(point.Document.Url);
        return path.StartsWith("src/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
            ? _sources.At(path, point.StartLine, point.StartColumn)
            : null;
    }

    // A deterministic build writes /_/ for the root.
    private static string Relative(string document) =>
        document.StartsWith("/_/", StringComparison.Ordinal)
            ? document["/_/".Length..]
            : Path.GetRelativePath(Repository.Root, document).Replace('\\', '/');

    private static MethodDefinition? StateMachineOf(MethodDefinition method)
    {
        var found = method.CustomAttributes.FirstOrDefault(attribute =>
            attribute.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal));
        return found is null
            ? null
            : ((TypeReference)found.ConstructorArguments[0].Value).Resolve().Methods.Single(inner => inner.Name == "MoveNext");
    }

    private static bool IsConstructorOfOurs(MethodDefinition method) =>
        method is { IsConstructor: true, IsStatic: false, DeclaringType.IsAbstract: false } && !method.DeclaringType.Name.StartsWith('<');
}
