namespace OAuth2Server.Walks.Tests;

/// <summary>What one HTTP request ran through.</summary>
/// <param name="Walk">The name of the walk that the request belongs to.</param>
/// <param name="Request">What is sent.</param>
/// <param name="Entries">Every entry of a counted method, in the order of time.</param>
/// <param name="Made">How many objects of each type of the product were made.</param>
internal sealed record Recorded(string Walk, string Request, List<Entry> Entries, SortedDictionary<string, int> Made);

/// <summary>One entry of a method.</summary>
/// <param name="Method">The number of the method.</param>
/// <param name="Caller">The number of the calling method of the product; null when the framework calls.</param>
/// <param name="Site">The place of the call; null when the framework calls.</param>
/// <param name="Depth">How many calls are around this one.</param>
/// <param name="IsLambda">True when a lambda of the method was entered, not the method itself.</param>
internal sealed record Entry(int Method, int? Caller, CodePlace? Site, int Depth, bool IsLambda);

/// <summary>A place in compiled code.</summary>
/// <param name="Assembly">The name of the assembly.</param>
/// <param name="Token">The metadata token of the compiled method.</param>
/// <param name="Offset">The offset in its instructions.</param>
internal sealed record CodePlace(string Assembly, int Token, int Offset);
