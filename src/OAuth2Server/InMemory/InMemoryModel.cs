using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>A complete model in memory: for a first look, for tests, and as the reference for what every function promises.</summary>
/// <remarks>
/// Everything in it is lost when the process ends. It is thread-safe; use one instance for the whole application. It holds a given
/// number of codes, tokens and pushed requests. When it is full, the oldest record of the most numerous kind is removed for each new one.
/// </remarks>
public partial class InMemoryModel : IAuthorizationCodeModel, IRefreshTokenModel, IPasswordModel, IClientCredentialsModel,
    IAccessTokenModel, IRevocationModel, IUserModel, IExchangeModel
{
    /// <summary>How many codes, tokens and pushed requests are held unless another number is given.</summary>
    public const int DefaultCapacity = 1_000_000;

    private readonly FamilyTable _records;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private int _loggedFull;

    /// <summary>Makes an empty model.</summary>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="logger">The log; null logs nothing.</param>
    /// <param name="capacity">How many codes, tokens and pushed requests it holds.</param>
    public InMemoryModel(TimeProvider? clock = null, ILogger<InMemoryModel>? logger = null, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _records = new(capacity);
        _clock = clock ?? TimeProvider.System;
        _log = logger ?? NullLogger<InMemoryModel>.Instance;
        LogInMemory();
    }

    /// <summary>How many codes, tokens and pushed requests it holds now, consumed and expired ones included.</summary>
    public int Count => _records.Count;

    [LoggerMessage(
        20,
        LogLevel.Warning,
        "InMemoryModel holds clients, users, codes and tokens in memory and loses them when this process ends; "
            + "use a model with a database to keep them",
        EventName = "Forgets")]
    private partial void LogInMemory();

    [LoggerMessage(
        21,
        LogLevel.Warning,
        "InMemoryModel is full at {Capacity} codes and tokens and removes the oldest of the most numerous kind for each new one; "
            + "raise the capacity or use a model with a database. This is logged once",
        EventName = "Full")]
    private partial void LogFull(int capacity);
}
