namespace OAuth2Server.Testing;

/// <summary>One fresh, empty store with your model over it: how to open the model, how to fill it, how to look into it.</summary>
/// <remarks>
/// Each contract test gets a fixture of its own. Tests that need a member that you leave null are skipped and name it. A function that
/// adds something may throw <see cref="NotSupportedException"/> for what your store cannot hold by design; the test is then skipped with
/// that message.
/// </remarks>
public sealed class ModelFixture : IAsyncDisposable
{
    private readonly Func<ValueTask<ModelScope>> _open;

    /// <summary>For a model that many callers may use at the same time: one instance for all.</summary>
    /// <param name="model">The model.</param>
    public ModelFixture(IOAuthModel model) : this(() => new(new ModelScope(model))) => ArgumentNullException.ThrowIfNull(model);

    /// <summary>For a model that is made per request: a new one for every call, all over one store.</summary>
    /// <param name="open">Opens a model; called by many threads at the same time.</param>
    public ModelFixture(Func<ValueTask<ModelScope>> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        _open = open;
    }

    /// <summary>Registers a client.</summary>
    /// <value>Takes the client and its secret, null for a public client.</value>
    public required Func<Client, string?, ValueTask> AddClient { get; init; }

    /// <summary>Disables or removes the client with an id.</summary>
    public Func<string, ValueTask>? DisableClient { get; init; }

    /// <summary>Adds a user who signs in with a name and a password.</summary>
    /// <value>Gives the user as the model will give it: your store may choose the subject.</value>
    public Func<string, string, ValueTask<User>>? AddUser { get; init; }

    /// <summary>Disables or removes a user that <see cref="AddUser"/> gave: from now on the user may not sign in.</summary>
    public Func<User, ValueTask>? DisableUser { get; init; }

    /// <summary>Sets the claims of a user that <see cref="AddUser"/> gave, for a model that is an <see cref="IUserClaimsModel"/>.</summary>
    public Func<User, UserClaims, ValueTask>? SetUserClaims { get; init; }

    /// <summary>Says that a user of another issuer is a user that <see cref="AddUser"/> gave, for a model that is an
    /// <see cref="IAssertionModel"/>.</summary>
    /// <value>Takes the issuer, its identifier of the user, and the user here.</value>
    public Func<string, string, User, ValueTask>? LinkUser { get; init; }

    /// <summary>Whether an authorization's subject must be a user of the store, for instance because of a foreign key.</summary>
    /// <value>Default false. True needs <see cref="AddUser"/>, and the tests with subjects of their own are skipped.</value>
    public bool SubjectsAreUsers { get; init; }

    /// <summary>Lets time pass in a store that measures time itself, for instance one whose rows expire after a time to live.</summary>
    /// <value>Takes how much time passes; called each time after the clock of the test moved by as much. Null for a store that asks no
    /// clock but that of the test, and for one that keeps the times of the records only.</value>
    public Func<TimeSpan, ValueTask>? LetTimePass { get; init; }

    /// <summary>Gives every byte that the store holds now: the database file with its journal, or every column of every row.</summary>
    /// <remarks>It is searched for secrets.</remarks>
    public Func<ValueTask<ReadOnlyMemory<byte>>>? Dump { get; init; }

    /// <summary>Removes the store after the test.</summary>
    public Func<ValueTask>? Close { get; init; }

    /// <summary>Opens a model for one caller.</summary>
    public ValueTask<ModelScope> OpenAsync() => _open();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Close?.Invoke() ?? default;
}
