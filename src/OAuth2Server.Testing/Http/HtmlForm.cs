using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Xunit;

namespace OAuth2Server.Testing;

/// <summary>The form of a page that a step is about, filled in.</summary>
internal sealed class HtmlForm
{
    private readonly HtmlPage _page;
    private readonly IHtmlFormElement _form;
    private readonly IElement? _button;

    private HtmlForm(HtmlPage page, IHtmlFormElement form, IElement? button)
    {
        _page = page;
        _form = form;
        _button = button;
    }

    /// <summary>Finds the first form that has all of the step's fields and its button, and fills it in.</summary>
    public static HtmlForm Of(HtmlPage page, PageStep step)
    {
        foreach (var form in page.Document.Forms)
        {
            var button = Button(form, step.Button);
            if ((step.Button is not null && button is null) || !step.Fields.All(field => Controls(form, field.Name).Any())) continue;
            foreach (var (name, value) in step.Fields) Fill([.. Controls(form, name)], value);
            return new(page, form, button);
        }
        Assert.Fail($"The page has no form for the step: {step}. It shows {page}.");
        return null!;
    }

    /// <summary>The request that a browser would send.</summary>
    public HttpRequestMessage Send()
    {
        var target = new Uri(_page.Uri, _form.GetAttribute("action") is { Length: > 0 } action ? action : _page.Uri.PathAndQuery);
        var pairs = Pairs().ToArray();
        if (string.Equals(_form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase))
            return new(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(pairs) };
        var query = string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        return new(HttpMethod.Get, new UriBuilder(target) { Query = query }.Uri);
    }

    private IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        foreach (var element in _form.Elements.Where(e => !e.HasAttribute("disabled")))
        {
            var name = element.GetAttribute("name");
            if (string.IsNullOrEmpty(name) || (IsButton(element) && element != _button)) continue;
            var value = element switch
            {
                IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? box.Value : null,
                IHtmlInputElement input => input.Value,
                IHtmlTextAreaElement area => area.Value,
                IHtmlSelectElement select => select.Value,
                IHtmlButtonElement button => button.Value,
                _ => null,
            };
            if (value is not null) yield return new(name, value);
        }
    }

    // Of several boxes with one name, the value says which to check. A single box is checked by "on" and cleared by the empty text.
    private static void Fill(IElement[] controls, string value)
    {
        var chosen = controls.OfType<IHtmlInputElement>().FirstOrDefault(c => c.Type is "checkbox" or "radio" && c.Value == value);
        switch (chosen ?? controls[0])
        {
            case IHtmlInputElement { Type: "checkbox" or "radio" } box: box.IsChecked = value.Length > 0; break;
            case IHtmlInputElement input: input.Value = value; break;
            case IHtmlTextAreaElement area: area.Value = value; break;
            case IHtmlSelectElement select: select.Value = value; break;
        }
    }

    private static IEnumerable<IElement> Controls(IHtmlFormElement form, string name) =>
        form.Elements.Where(e => e.GetAttribute("name") == name && !IsButton(e));

    private static IElement? Button(IHtmlFormElement form, string? named) =>
        form.Elements.FirstOrDefault(e => IsButton(e) && (named is null || IsNamed(e, named)));

    private static bool IsNamed(IElement button, string name) =>
        button.GetAttribute("name") == name || button.GetAttribute("value") == name || button.TextContent.Trim() == name;

    private static bool IsButton(IElement element) =>
        element is IHtmlButtonElement { Type: "submit" } or IHtmlInputElement { Type: "submit" or "image" };
}
