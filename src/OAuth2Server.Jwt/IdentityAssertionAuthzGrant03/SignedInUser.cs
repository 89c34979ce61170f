namespace OAuth2Server.Jwt;

/// <summary>The user whom a subject token is about, for an identity assertion.</summary>
/// <param name="Id"><see cref="User.Id"/>.</param>
/// <param name="EndsAt">When the subject token ends, UTC.</param>
/// <param name="Authentication">When and how the user signed in; null when it is not known.</param>
internal sealed record SignedInUser(string Id, DateTimeOffset EndsAt, UserAuthentication? Authentication);
