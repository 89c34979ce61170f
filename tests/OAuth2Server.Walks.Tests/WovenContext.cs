using System.Reflection;
using System.Runtime.Loader;

namespace OAuth2Server.Walks.Tests;

/// <summary>Loads the woven assemblies, and this assembly a second time, so that its application uses them.</summary>
internal sealed class WovenContext(Weaver weaver) : AssemblyLoadContext("woven", isCollectible: false)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var tests = typeof(Application).Assembly;
        if (assemblyName.Name == tests.GetName().Name) return LoadFromAssemblyPath(tests.Location);
        if (!Weaver.Woven.Contains(assemblyName.Name)) return null;
        using var code = new MemoryStream(weaver.Weave(assemblyName.Name!));
        return LoadFromStream(code);
    }
}
