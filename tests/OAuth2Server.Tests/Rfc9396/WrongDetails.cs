namespace OAuth2Server.Tests.Rfc9396;

/// <summary>Details that no endpoint accepts.</summary>
public static class WrongDetails
{
    public static TheoryData<string> All =>
    [
        "payment",
        "{",
        "null",
        "17",
        "\"payment\"",
        """{"type":"payment","creditor":"Shop","amount":10}""",
        """["payment"]""",
        """[null]""",
        """[{"creditor":"Shop","amount":10}]""",
        """[{"type":7,"creditor":"Shop","amount":10}]""",
        """[{"type":"","creditor":"Shop","amount":10}]""",
        """[{"type":"unknown"}]""",
        """[{"type":"Payment","creditor":"Shop","amount":10}]""",
        """[{"type":"payment","creditor":"Shop","amount":10},{"type":"unknown"}]""",
        """[{"type":"payment","creditor":"Shop","amount":10,"currency":"EUR"}]""",
        """[{"type":"payment","creditor":"Shop"}]""",
        """[{"type":"payment","creditor":"Shop","amount":"10"}]""",
        """[{"type":"payment","creditor":"Shop","amount":-1}]""",
        """[{"type":"payment","creditor":"Shop","amount":10,"amount":1000}]""",
        """[{"type":"payment","type":"account","creditor":"Shop","amount":10}]""",
        """[{"type":"account","actions":["read"],"nested":{"a":1,"a":2}}]""",
        """[{"type":"payment","creditor":"Shop","amount":10},{"amount":10,"creditor":"Shop","type":"payment"}]""",
        """[{"type":"payment","creditor":"\ud800","amount":10}]""",
        """[{"type":"payment","creditor":"Shop","amount":1e10000000000},{"type":"payment","creditor":"Shop","amount":2e10000000000}]""",
        """[{"type":"payment","creditor":"Shop","amount":1E-99999}]""",
        """[{"type":"payment","creditor":"Shop","amount":10}] [""",
        """[{"type":"payment","creditor":"Shop","amount":10},]""",
        """[/* comment */{"type":"payment","creditor":"Shop","amount":10}]""",
    ];
}
