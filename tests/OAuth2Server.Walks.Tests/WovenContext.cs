using System.Reflection;
using System.Runtime.Loader;

namespace OAuth2Server.Walks.Tests;

/// <summary>Loads the woven assemblies, and this one once more, so that the application in it uses them.</summary>
internal sealed class WovenContext(Weaver weaver) : AssemblyLoadContext("woven", isCollectible: false)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(Application).Assembly.GetName().Name) return LoadFromAssemblyPath(typeof(Application).Assembly.Location);
        if (!Weaver.Woven.Contains(assemblyName.Name)) return null;
        using var code = new MemoryStream(weaver.Weave(assemblyName.Name!));
        return LoadFromStream(code);
    }
}
