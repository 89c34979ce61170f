using OAuth2Server.Host;

return await HostCommand.RunAsync(args, async (arguments, cancel) =>
{
    try
    {
        await using var app = await HostApplication.StartAsync(arguments, cancel: cancel);
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }
    catch (StartException refused)
    {
        foreach (var problem in refused.Problems) await Console.Error.WriteLineAsync(problem);
        return 1;
    }
});
