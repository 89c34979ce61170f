using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>When and how a resource owner signed in: what a resource server needs to decide whether it asks for a stronger or a newer
/// sign-in (RFC 9470).</summary>
/// <remarks>It is kept in <see cref="Authorization.Properties"/> under the names of its claims. JWT access tokens (RFC 9068 §2.2.1) and
/// introspection (RFC 9470 §6.2) show it. A refresh does not change it: it is about the sign-in at which the authorization was
/// granted.</remarks>
public sealed class UserAuthentication
{
    /// <summary>The key of <see cref="Time"/> among the properties: <c>auth_time</c>, in seconds since 1970.</summary>
    public const string TimeProperty = "auth_time";

    /// <summary>The key of <see cref="ContextClass"/> among the properties: <c>acr</c>.</summary>
    public const string ContextClassProperty = "acr";

    /// <summary>The key of <see cref="Methods"/> among the properties: <c>amr</c>, separated by spaces.</summary>
    public const string MethodsProperty = "amr";

    /// <summary>The key of <see cref="SessionId"/> among the properties: <c>sid</c>.</summary>
    public const string SessionProperty = "sid";

    /// <summary>When the user last proved who they are; null when it is not known. Whole seconds are kept.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The authentication context class that was reached, for instance <c>phr</c>; null when it is not known.</summary>
    public string? ContextClass { get; init; }

    /// <summary>The public id of the session that the user signed in with, so that what ends a session can end what was granted in it; null
    /// when it is not known. Access tokens do not show it.</summary>
    public string? SessionId { get; init; }

    /// <summary>The methods that were used (RFC 8176): <c>pwd</c>, <c>otp</c>. Empty when they are not known.</summary>
    /// <exception cref="ArgumentException">A method is empty or has a space in it.</exception>
    public ImmutableArray<string> Methods
    {
        get;
        init => field = value.IsDefault || value.Any(method => method.Length == 0 || method.Contains(' ', StringComparison.Ordinal))
            ? throw new ArgumentException("The name of an authentication method is not empty and has no space.", nameof(value))
            : value;
    } = [];

    /// <summary>Reads it from the properties of an authorization.</summary>
    /// <param name="properties">The properties.</param>
    /// <returns>Null when they have none of its keys. A time that is no number is left out.</returns>
    public static UserAuthentication? In(Properties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (properties.Count == 0) return null;
        var (time, contextClass, methods) = (TimeOf(properties), properties[ContextClassProperty], properties[MethodsProperty]);
        var session = properties[SessionProperty];
        return time is null && contextClass is null && methods is null && session is null
            ? null
            : new() { Time = time, ContextClass = contextClass, Methods = [.. MethodsOf(methods)], SessionId = session };
    }

    /// <summary>The properties with this in them: for <see cref="Decision.Allowed.Properties"/> and
    /// <see cref="Granted.AuthorizationProperties"/>.</summary>
    /// <param name="properties">Other properties.</param>
    public Properties WriteTo(Properties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (Time is { } time)
            properties = properties.With(TimeProperty, time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (ContextClass is { Length: > 0 } contextClass) properties = properties.With(ContextClassProperty, contextClass);
        if (SessionId is { Length: > 0 } session) properties = properties.With(SessionProperty, session);
        return Methods.IsEmpty ? properties : properties.With(MethodsProperty, string.Join(' ', Methods));
    }

    /// <summary>Writes the claims <c>auth_time</c>, <c>acr</c> and <c>amr</c> into an open JSON object, as far as they are known.</summary>
    /// <param name="json">The writer.</param>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (Time is { } time) json.WriteNumber("auth_time"u8, time.ToUnixTimeSeconds());
        if (ContextClass is { } contextClass) json.WriteString("acr"u8, contextClass);
        if (Methods.IsEmpty) return;
        json.WriteStartArray("amr"u8);
        foreach (var method in Methods) json.WriteStringValue(method);
        json.WriteEndArray();
    }

    /// <summary>The time and the context class.</summary>
    public override string ToString() => $"UserAuthentication({Time:O}, {ContextClass})";

    private static string[] MethodsOf(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static DateTimeOffset? TimeOf(Properties properties) =>
        long.TryParse(properties[TimeProperty], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
