namespace OAuth2Server.Docs.Tests;

/// <summary>The titles of the RFCs and of their sections that tests may name.</summary>
internal static class RfcTitles
{
    private static readonly Dictionary<string, string> Titles = Read("""
        FAPI 2.0: FAPI 2.0 Security Profile
        5.3.2.1: General requirements
        5.3.2.2: Authorization endpoint flows
        5.4.1: General requirements
        ID-JAG draft 03: Identity Assertion JWT Authorization Grant (draft-ietf-oauth-identity-assertion-authz-grant-03)
        3.1: ID-JAG Claims
        4.3: Token Exchange
        4.3.3: Processing Rules
        4.3.4: Response
        4.4: Access Token Request
        4.4.1: Processing Rules
        OpenID Back-Channel Logout: OpenID Connect Back-Channel Logout 1.0
        2.4: Logout Token
        2.5: Back-Channel Logout Request
        OpenID Core: OpenID Connect Core 1.0
        2: ID Token
        3.1.2.1: Authentication Request
        3.1.2.2: Authentication Request Validation
        3.1.2.3: Authorization Server Authenticates End-User
        3.1.2.5: Successful Authentication Response
        3.1.2.6: Authentication Error Response
        3.1.3.3: Successful Token Response
        5.3: UserInfo Endpoint
        5.3.1: UserInfo Request
        5.3.3: UserInfo Error Response
        5.4: Requesting Claims using Scope Values
        5.5: Requesting Claims using the "claims" Request Parameter
        12.2: Successful Refresh Response
        OpenID Discovery: OpenID Connect Discovery 1.0
        3: OpenID Provider Metadata
        4: Obtaining OpenID Provider Configuration Information
        OpenID Form Post: OAuth 2.0 Form Post Response Mode
        2: Form Post Response Mode
        OpenID Front-Channel Logout: OpenID Connect Front-Channel Logout 1.0
        3: OpenID Provider Logout Functionality
        OpenID RP-Initiated Logout: OpenID Connect RP-Initiated Logout 1.0
        2: RP-Initiated Logout
        3: Redirection to RP After Logout
        RFC 6585: Additional HTTP Status Codes
        4: 429 Too Many Requests
        RFC 6749: The OAuth 2.0 Authorization Framework
        A: Augmented Backus-Naur Form (ABNF) Syntax
        B: Use of application/x-www-form-urlencoded Media Type
        2.1: Client Types
        2.2: Client Identifier
        2.3: Client Authentication
        2.3.1: Client Password
        2.3.2: Other Authentication Methods
        3.1: Authorization Endpoint
        3.1.1: Response Type
        3.1.2: Redirection Endpoint
        3.1.2.1: Endpoint Request Confidentiality
        3.1.2.2: Registration Requirements
        3.1.2.3: Dynamic Configuration
        3.1.2.4: Invalid Endpoint
        3.1.2.5: Endpoint Content
        3.2: Token Endpoint
        3.2.1: Client Authentication
        3.3: Access Token Scope
        4.1: Authorization Code Grant
        4.1.1: Authorization Request
        4.1.2: Authorization Response
        4.1.2.1: Error Response
        4.1.3: Access Token Request
        4.1.4: Access Token Response
        4.3: Resource Owner Password Credentials Grant
        4.3.1: Authorization Request and Response
        4.3.2: Access Token Request
        4.3.3: Access Token Response
        4.4: Client Credentials Grant
        4.4.1: Authorization Request and Response
        4.4.2: Access Token Request
        4.4.3: Access Token Response
        4.5: Extension Grants
        5.1: Successful Response
        5.2: Error Response
        6: Refreshing an Access Token
        7: Accessing Protected Resources
        7.1: Access Token Types
        7.2: Error Response
        10.1: Client Authentication
        10.2: Client Impersonation
        10.3: Access Tokens
        10.4: Refresh Tokens
        10.5: Authorization Codes
        10.6: Authorization Code Redirection URI Manipulation
        10.7: Resource Owner Password Credentials
        10.8: Request Confidentiality
        10.10: Credentials-Guessing Attacks
        10.11: Phishing Attacks
        10.12: Cross-Site Request Forgery
        10.13: Clickjacking
        10.14: Code Injection and Input Validation
        10.15: Open Redirectors
        RFC 6750: The OAuth 2.0 Authorization Framework: Bearer Token Usage
        2: Authenticated Requests
        2.1: Authorization Request Header Field
        2.2: Form-Encoded Body Parameter
        2.3: URI Query Parameter
        3: The WWW-Authenticate Response Header Field
        3.1: Error Codes
        5.2: Threat Mitigation
        5.3: Summary of Recommendations
        RFC 6819: OAuth 2.0 Threat Model and Security Considerations
        5.1.4.2.2: Use High Entropy for Secrets
        5.1.4.2.3: Lock Accounts
        5.1.4.2.4: Use Tar Pit
        RFC 7009: OAuth 2.0 Token Revocation
        2: Token Revocation
        2.1: Revocation Request
        2.2: Revocation Response
        2.2.1: Error Response
        2.3: Cross-Origin Support
        3: Implementation Note
        5: Security Considerations
        RFC 7515: JSON Web Signature (JWS)
        4: JOSE Header
        4.1.4: "kid" (Key ID) Header Parameter
        5.2: Message Signature or MAC Validation
        RFC 7517: JSON Web Key (JWK)
        4: JSON Web Key (JWK) Format
        4.1: "kty" (Key Type) Parameter
        4.2: "use" (Public Key Use) Parameter
        4.4: "alg" (Algorithm) Parameter
        4.5: "kid" (Key ID) Parameter
        5: JWK Set Format
        5.1: "keys" Parameter
        8.5: Media Type Registration
        9.2: Disclosure of Symmetric or Private Keys
        RFC 7518: JSON Web Algorithms (JWA)
        3.1: "alg" (Algorithm) Header Parameter Values for JWS
        6.2: Parameters for Elliptic Curve Keys
        6.3: Parameters for RSA Keys
        RFC 7519: JSON Web Token (JWT)
        4: JWT Claims
        4.1.4: "exp" (Expiration Time) Claim
        4.1.5: "nbf" (Not Before) Claim
        RFC 7521: Assertion Framework for OAuth 2.0 Client Authentication and Authorization Grants
        4.1: Using Assertions as Authorization Grants
        4.2: Using Assertions for Client Authentication
        RFC 7523: JSON Web Token (JWT) Profile for OAuth 2.0 Client Authentication and Authorization Grants
        2.1: Using JWTs as Authorization Grants
        2.2: Using JWTs for Client Authentication
        3: JWT Format and Processing Requirements
        3.1: Authorization Grant Processing
        RFC 7591: OAuth 2.0 Dynamic Client Registration Protocol
        2: Client Metadata
        2.1: Relationship between Grant Types and Response Types
        2.2: Human-Readable Client Metadata
        2.3: Software Statement
        3: Client Registration Endpoint
        3.1: Client Registration Request
        3.1.1: Client Registration Request Using a Software Statement
        3.2.1: Client Information Response
        3.2.2: Client Registration Error Response
        5: Security Considerations
        RFC 7592: OAuth 2.0 Dynamic Client Registration Management Protocol
        2: Client Configuration Endpoint
        2.1: Client Read Request
        2.2: Client Update Request
        2.3: Client Delete Request
        3: Client Information Response
        RFC 7636: Proof Key for Code Exchange by OAuth Public Clients
        4.1: Client Creates a Code Verifier
        4.2: Client Creates the Code Challenge
        4.3: Client Sends the Code Challenge with the Authorization Request
        4.4: Server Returns the Code
        4.4.1: Error Response
        4.5: Client Sends the Authorization Code and the Code Verifier to the Token Endpoint
        4.6: Server Verifies code_verifier before Returning the Tokens
        7.1: Entropy of the code_verifier
        7.2: Protection against Eavesdroppers
        RFC 7638: JSON Web Key (JWK) Thumbprint
        3: JSON Web Key (JWK) Thumbprint
        3.1: Example JWK Thumbprint Computation
        3.2: JWK Members Used in the Thumbprint Computation
        RFC 7662: OAuth 2.0 Token Introspection
        2: Introspection Endpoint
        2.1: Introspection Request
        2.2: Introspection Response
        2.3: Error Response
        4: Security Considerations
        5: Privacy Considerations
        RFC 8252: OAuth 2.0 for Native Apps
        7.1: Private-Use URI Scheme Redirection
        7.2: Claimed "https" Scheme URI Redirection
        7.3: Loopback Interface Redirection
        8.3: Loopback Redirect Considerations
        8.4: Registration of Native App Clients
        8.6: Client Impersonation
        RFC 8414: OAuth 2.0 Authorization Server Metadata
        2: Authorization Server Metadata
        3: Obtaining Authorization Server Metadata
        3.1: Authorization Server Metadata Request
        3.2: Authorization Server Metadata Response
        3.3: Authorization Server Metadata Validation
        4: String Operations
        5: Compatibility Notes
        6.2: Impersonation Attacks
        RFC 8628: OAuth 2.0 Device Authorization Grant
        3: Protocol
        3.1: Device Authorization Request
        3.2: Device Authorization Response
        3.3: User Interaction
        3.3.1: Non-Textual Verification URI Optimization
        3.4: Device Access Token Request
        3.5: Device Access Token Response
        4: Discovery Metadata
        5.1: User Code Brute Forcing
        5.2: Device Code Brute Forcing
        5.3: Device Trustworthiness
        5.4: Remote Phishing
        5.5: Session Spying
        5.6: Non-Confidential Clients
        5.7: Non-Visual Code Transmission
        6.1: User Code Recommendations
        6.2: Non-Browser User Interaction
        RFC 8693: OAuth 2.0 Token Exchange
        1.1: Delegation vs. Impersonation Semantics
        2.1: Request
        2.1.1: Relationship between Resource, Audience, and Scope
        2.2: Response
        2.2.1: Successful Response
        2.2.2: Error Response
        3: Token Type Identifiers
        4.1: "act" (Actor) Claim
        4.4: "may_act" (Authorized Actor) Claim
        5: Security Considerations
        RFC 8705: OAuth 2.0 Mutual-TLS Client Authentication and Certificate-Bound Access Tokens
        2.1: PKI Mutual-TLS Method
        2.1.2: Client Registration Metadata
        2.2: Self-Signed Certificate Mutual-TLS Method
        2.2.2: Client Registration Metadata
        3: Mutual-TLS Client Certificate-Bound Access Tokens
        3.1: JWT Certificate Thumbprint Confirmation Method
        3.2: Confirmation Method for Token Introspection
        3.3: Authorization Server Metadata
        3.4: Client Registration Metadata
        4: Public Clients and Certificate-Bound Tokens
        5: Metadata for Mutual-TLS Endpoint Aliases
        RFC 8707: Resource Indicators for OAuth 2.0
        2: Resource Parameter
        2.1: Authorization Request
        2.2: Access Token Request
        3: Security Considerations
        RFC 8725: JSON Web Token Best Current Practices
        3.1: Perform Algorithm Verification
        3.3: Validate All Cryptographic Operations
        3.10: Do Not Trust Received Claims
        3.11: Use Explicit Typing
        RFC 9068: JSON Web Token (JWT) Profile for OAuth 2.0 Access Tokens
        2.1: Header
        2.2: Data Structure
        2.2.1: Authentication Information Claims
        2.2.2: Identity Claims
        2.2.3: Authorization Claims
        3: Requesting a JWT Access Token
        4: Validating JWT Access Tokens
        5: Security Considerations
        RFC 9101: The OAuth 2.0 Authorization Framework: JWT-Secured Authorization Request (JAR)
        4: Request Object
        5: Authorization Request
        5.1: Passing a Request Object by Value
        6.1: JWE Encrypted Request Object
        6.2: JWS-Signed Request Object
        6.3: Request Parameter Assembly and Validation
        7: Authorization Server Response
        10.1: Choice of Algorithms
        10.4.1: DDoS Attack on the Authorization Server
        10.5: Downgrade Attack
        10.8: Cross-JWT Confusion
        RFC 9111: HTTP Caching
        4.2: Freshness
        RFC 9126: OAuth 2.0 Pushed Authorization Requests
        2: Pushed Authorization Request Endpoint
        2.1: Request
        2.2: Successful Response
        2.3: Error Response
        3: The "request" Request Parameter
        4: Authorization Request
        5: Authorization Server Metadata
        6: Client Metadata
        7.1: Request URI Guessing
        7.3: Request Object Replay
        7.4: Client Policy Change
        7.5: Request URI Swapping
        RFC 9207: OAuth 2.0 Authorization Server Issuer Identification
        2: Response Parameter iss
        2.1: Example Authorization Response
        2.2: Example Error Response
        2.3: Providing the Issuer Identifier
        2.4: Validating the Issuer Identifier
        3: Authorization Server Metadata
        4: Security Considerations
        RFC 9396: OAuth 2.0 Rich Authorization Requests
        2: Request Parameter "authorization_details"
        3: Authorization Request
        3.1: Relationship to the "scope" Parameter
        5: Authorization Error Response
        6: Token Request
        6.1: Comparing Authorization Details
        7: Token Response
        7.1: Enriched Authorization Details in Token Response
        8: Token Error Response
        9: Resource Servers
        9.1: JWT-Based Access Tokens
        9.2: Token Introspection
        10: Metadata
        RFC 9440: Client-Cert HTTP Header Field
        2.2: Client-Cert HTTP Header Field
        RFC 9449: OAuth 2.0 Demonstrating Proof of Possession (DPoP)
        4.1: The DPoP HTTP Header
        4.2: DPoP Proof JWT Syntax
        4.3: Checking DPoP Proofs
        5: DPoP Access Token Request
        5.1: Authorization Server Metadata
        5.2: Client Registration Metadata
        6: Public Key Confirmation
        6.1: JWK Thumbprint Confirmation Method
        6.2: JWK Thumbprint Confirmation Method in Token Introspection
        7: Protected Resource Access
        7.1: The DPoP Authentication Scheme
        7.2: Compatibility with the Bearer Authentication Scheme
        8: Authorization Server-Provided Nonce
        8.1: Nonce Syntax
        8.2: Providing a New Nonce Value
        9: Resource Server-Provided Nonce
        10: Authorization Code Binding to a DPoP Key
        10.1: DPoP with Pushed Authorization Requests
        11.1: DPoP Proof Replay
        RFC 9470: OAuth 2.0 Step Up Authentication Challenge Protocol
        3: Authentication Requirements Challenge
        4: Authorization Request
        5: Authorization Response
        6.1: JWT Access Tokens
        6.2: OAuth 2.0 Token Introspection
        RFC 9700: Best Current Practice for OAuth 2.0 Security
        2.1: Protecting Redirect-Based Flows
        2.1.1: Authorization Code Grant
        2.1.2: Implicit Grant
        2.2: Token Replay Prevention
        2.2.1: Access Tokens
        2.2.2: Refresh Tokens
        2.3: Access Token Privilege Restriction
        2.4: Resource Owner Password Credentials Grant
        2.5: Client Authentication
        2.6: Other Recommendations
        4.1: Insufficient Redirection URI Validation
        4.1.3: Countermeasures against Insufficient Redirection URI Validation
        4.2: Credential Leakage via Referer Headers
        4.2.4: Countermeasures against Credential Leakage via Referer Headers
        4.3: Credential Leakage via Browser History
        4.4: Mix-Up Attacks
        4.5: Authorization Code Injection
        4.7: Cross-Site Request Forgery
        4.8: PKCE Downgrade Attack
        4.8.2: Countermeasures against PKCE Downgrade
        4.9: Access Token Leakage at the Resource Server
        4.10: Misuse of Stolen Access Tokens
        4.11: Open Redirection
        4.11.1: Client as Open Redirector
        4.11.2: Authorization Server as Open Redirector
        4.12: 307 Redirect
        4.13: TLS Terminating Reverse Proxies
        4.14: Refresh Token Protection
        4.14.2: Recommendations for Refresh Token Protection
        4.15: Client Impersonating Resource Owner
        4.16: Clickjacking
        4.17: Attacks on In-Browser Communication Flows
        RFC 9701: JSON Web Token (JWT) Response for OAuth Token Introspection
        4: Requesting a JWT Response
        5: JWT Response
        6: Client Metadata
        7: Authorization Server Metadata
        RFC 9728: OAuth 2.0 Protected Resource Metadata
        2: Protected Resource Metadata
        3.1: Protected Resource Metadata Request
        3.2: Protected Resource Metadata Response
        5.1: WWW-Authenticate Response
        """);

    /// <summary>Whether the RFC is in the list.</summary>
    internal static bool Knows(string document) => Titles.ContainsKey(document);

    /// <summary>The title of an RFC; empty if it is not in the list.</summary>
    internal static string Of(string document) => Titles.GetValueOrDefault(document, "");

    /// <summary>The title of a section; empty if it is not in the list.</summary>
    internal static string Of(string document, string section) => Titles.GetValueOrDefault($"{document} {section}", "");

    private static Dictionary<string, string> Read(string lines)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        var document = "";
        foreach (var line in lines.Split('\n'))
        {
            var (name, title) = line.Split(": ", 2) is [var key, var rest] ? (key, rest) : throw new FormatException(line);
            if (name.Contains(' ', StringComparison.Ordinal)) titles.Add(document = name, title);
            else titles.Add($"{document} {name}", title);
        }
        return titles;
    }
}
