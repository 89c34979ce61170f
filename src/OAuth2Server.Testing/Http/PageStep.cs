namespace OAuth2Server.Testing;

/// <summary>What to do on one page: fill fields of its form, press a button.</summary>
public sealed class PageStep
{
    private PageStep(IEnumerable<(string Name, string Value)> fields, string? button)
    {
        Fields = [.. fields];
        Button = button;
    }

    internal IReadOnlyList<(string Name, string Value)> Fields { get; }

    internal string? Button { get; }

    /// <summary>Fills fields and sends the form with its first button.</summary>
    /// <param name="fields">The fields' names and what to enter; for a check box <c>on</c>, or the empty text to clear it.</param>
    public static PageStep Fill(params (string Name, string Value)[] fields) => new(fields, null);

    /// <summary>Presses a button.</summary>
    /// <param name="button">The button's name, its value or the text on it.</param>
    public static PageStep Press(string button) => new([], button);

    /// <summary>Presses a button after filling fields.</summary>
    /// <param name="button">The button's name, its value or the text on it.</param>
    /// <param name="fields">The fields' names and what to enter.</param>
    public static PageStep Press(string button, params (string Name, string Value)[] fields) => new(fields, button);

    /// <summary>The names of the fields and of the button: values may be passwords.</summary>
    public override string ToString()
    {
        var press = Button is null ? "" : $", press '{Button}'";
        return $"fill [{string.Join(", ", Fields.Select(f => f.Name))}]{press}";
    }
}
