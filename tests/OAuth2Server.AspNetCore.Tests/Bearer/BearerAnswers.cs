namespace OAuth2Server.AspNetCore.Tests.Bearer;

internal static class BearerAnswers
{
    /// <summary>An error in JSON, with a challenge unless the server itself failed.</summary>
    internal static Answer MustRefuseBearer(this Answer answer, string error, int status)
    {
        answer.MustBe(status);
        Assert.Equal(error, answer["error"]);
        Assert.Equal("error error_description", answer.Members());
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal(status < 500, answer.Header("WWW-Authenticate") is not null);
        return answer;
    }
}
