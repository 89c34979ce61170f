namespace OAuth2Server.Host.Pages;

/// <summary>What the pages say about a client that the operator did not check.</summary>
internal static class ClientMarks
{
    /// <summary>Of a client that registered itself while every caller could.</summary>
    internal const string Registered = "This application registered itself. The operator of this server has not checked it, and any "
        + "application can use this name. Allow it only if you started it yourself.";

    /// <summary>Of a client whose answer any application on the device of the user could receive.</summary>
    internal const string OnDevice = "The answer goes to an application on this device. Any application on it can claim to be this one. "
        + "Allow it only if you started it yourself just now.";
}
