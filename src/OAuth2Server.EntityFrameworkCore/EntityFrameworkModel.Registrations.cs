namespace OAuth2Server.EntityFrameworkCore;

/// <content>Clients that registered themselves.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask SaveRegistrationAsync(ClientRegistration registration, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var insert = _store.Sql.Registrations.Insert;
        var arguments = ArgumentsOf(insert).Add(ClientRow.Of(registration), ClientRow.RegistrationShape);
        if ((await _store.ExecuteAsync(insert, arguments, ct))[0] == 0)
            throw new InvalidOperationException("Another client has the id of a new registration.");
    }

    /// <inheritdoc/>
    public async ValueTask<ClientRegistration?> GetRegistrationAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        var row = await _store.FindAsync(
            _store.Sql.Registrations.Find, ClientRow.RegistrationShape, new Arguments(1).Add(clientId), ct);
        return Readable(row, static (model, r) => new ClientRegistration
        {
            Client = WithUse(model.ClientOf(r), r),
            Secret = r.SecretHash is { } secret ? SecretHash.FromBytes(secret) : null,
            AccessToken = SecretHash.FromBytes(r.RegistrationTokenHash),
            RegisteredAt = Ticks.ToTime(r.RegisteredAt) ?? throw new FormatException("A registration has no time."),
        }, "clients", r => r.Id);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReplaceRegistrationAsync(
        ClientRegistration registration, SecretHash accessToken, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var replace = _store.Sql.Registrations.Replace;
        var arguments = ArgumentsOf(replace).Add(accessToken.ToByteArray())
            .Add(ClientRow.Of(registration), ClientRow.RegistrationShape);
        return (await _store.ExecuteAsync(replace, arguments, ct))[0] > 0;
    }

    /// <inheritdoc/>
    /// <remarks>False, too, when the connection broke after the commit and the repetition found the registration removed by this
    /// call.</remarks>
    public async ValueTask<bool> DeleteRegistrationAsync(
        string clientId, SecretHash accessToken, OAuthContext context, CancellationToken ct) =>
        (await _store.ExecuteAsync(
            _store.Sql.Registrations.Delete, new Arguments(2).Add(clientId).Add(accessToken.ToByteArray()), ct))[0] > 0;

    /// <inheritdoc/>
    public async ValueTask KeepRegistrationAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        await _store.ExecuteAsync(_store.Sql.Registrations.Keep, new Arguments(1).Add(clientId), ct);
}
