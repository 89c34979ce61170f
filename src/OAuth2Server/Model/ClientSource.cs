namespace OAuth2Server;

/// <summary>Who says what a client is: its name, its redirect URIs. A consent page tells its user.</summary>
public enum ClientSource
{
    /// <summary>The operator of the server, or a caller whom the operator let register it.</summary>
    Operator,

    /// <summary>The client itself: it registered while every caller could (<see cref="RegistrationMode.Open"/>, RFC 7591). What it
    /// says is not checked, and each client may use any name.</summary>
    Registration,

    /// <summary>The owner of the address that is the client identifier, by a document there
    /// (draft-ietf-oauth-client-id-metadata-document-02). The host of the address is known, the name is what the document says.</summary>
    MetadataDocument,
}
