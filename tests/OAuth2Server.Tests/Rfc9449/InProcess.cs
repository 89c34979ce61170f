namespace OAuth2Server.Tests.Rfc9449;

public sealed class CheckingProofsInProcess : CheckingProofs<InProcess>;

public sealed class BoundTokensInProcess : BoundTokens<InProcess>;

public sealed class ConfirmationsInProcess : Confirmations<InProcess>;

public sealed class ProtectedResourcesInProcess : ProtectedResources<InProcess>;

public sealed class ServerNoncesInProcess : ServerNonces<InProcess>;

public sealed class ResourceNoncesInProcess : ResourceNonces<InProcess>;

public sealed class BoundCodesInProcess : BoundCodes<InProcess>;

public sealed class ReplaysInProcess : Replays<InProcess>;
