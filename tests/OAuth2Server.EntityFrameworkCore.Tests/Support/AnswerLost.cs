using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The commit arrives, its answer does not: every operation is run to its end, its result is dropped, and it is run
/// again.</summary>
internal sealed class AnswerLost(ExecutionStrategyDependencies dependencies, Func<Task>? meanwhile = null) : IExecutionStrategy
{
    private static readonly AsyncLocal<bool> Inside = new();

    public bool RetriesOnFailure => true;

    public TResult Execute<TState, TResult>(TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState,
        ExecutionResult<TResult>>? verifySucceeded) =>
        throw new NotSupportedException("The model is asynchronous throughout.");

    public async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default)
    {
        var db = dependencies.CurrentContext.Context;
        // Opening the connection is an operation of its own inside the one that matters.
        if (Inside.Value) return await operation(db, state, cancellationToken);

        Inside.Value = true;
        await operation(db, state, cancellationToken);
        Inside.Value = false;
        if (meanwhile is not null) await meanwhile();
        Inside.Value = true;
        return await operation(db, state, cancellationToken);
    }
}
