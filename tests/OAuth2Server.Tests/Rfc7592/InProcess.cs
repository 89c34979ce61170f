namespace OAuth2Server.Tests.Rfc7592;

public sealed class ReadingARegistrationInProcess : ReadingARegistration<InProcess>;

public sealed class ReplacingARegistrationInProcess : ReplacingARegistration<InProcess>;

public sealed class DeletingARegistrationInProcess : DeletingARegistration<InProcess>;
