using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Testing.Tests;

/// <summary>One row of the tables of wrong models.</summary>
/// <param name="Fault">What it does wrong.</param>
/// <param name="CaughtBy">The contract test that is about it.</param>
/// <param name="Make">Makes it of the right model in memory.</param>
internal sealed record WrongModel(string Fault, string CaughtBy, Func<InMemoryModel, FakeTimeProvider, IOAuthModel> Make);
