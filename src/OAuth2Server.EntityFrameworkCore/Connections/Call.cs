namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One run of a statement.</summary>
/// <param name="Statement">The SQL.</param>
/// <param name="Arguments">The values for its parameters.</param>
/// <param name="Result">Takes the rows that it returns; null when it returns none.</param>
/// <param name="Timeout">How many seconds the database may take; null for the connection's own setting. SQLite has its busy timeout
/// instead.</param>
internal readonly record struct Call(Statement Statement, Arguments Arguments, Result? Result, int? Timeout);
