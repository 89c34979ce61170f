using System.Reflection;

namespace OAuth2Server.Clients;

/// <summary>The checks of a library, with one line for each.</summary>
/// <remarks>Later checks use the results of earlier ones, so the first failure ends them.</remarks>
internal sealed class Library
{
    private readonly string _name;
    private string _doing = "start";

    private Library(string name) => _name = name;

    internal static async Task<bool> RunAsync(string name, Type some, string source, Func<Library, Task> checks)
    {
        var library = new Library(name);
        var version = some.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        Console.WriteLine($"ran: {name} {version} {source}");
        try
        {
            await checks(library);
            return true;
        }
        catch (Exception e)
        {
            Console.WriteLine($"FAILED: {name}: {library._doing}: {e}");
            return false;
        }
    }

    internal async Task<T> CheckAsync<T>(string flow, string sentence, Func<Task<T>> work)
    {
        _doing = $"{flow}: {sentence}";
        var result = await work();
        Console.WriteLine($"ok: {_name}: {_doing}");
        return result;
    }

    internal Task CheckAsync(string flow, string sentence, Func<Task> work) => CheckAsync(flow, sentence, async () =>
    {
        await work();
        return true;
    });
}
