using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OAuth2Server.Host.Store.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Sessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "oauth_sessions",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    methods = table.Column<string>(type: "text", nullable: true),
                    signed_in_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    ended = table.Column<bool>(type: "boolean", nullable: false),
                    remote_address = table.Column<string>(type: "text", nullable: true),
                    user_agent = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_sessions", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_oauth_credentials_subject",
                table: "oauth_credentials",
                column: "subject",
                filter: "subject IS NOT NULL AND consumed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_access_tokens_subject",
                table: "oauth_access_tokens",
                column: "subject",
                filter: "subject IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_sessions_expires_at",
                table: "oauth_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_sessions_subject",
                table: "oauth_sessions",
                column: "subject");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "oauth_sessions");

            migrationBuilder.DropIndex(
                name: "IX_oauth_credentials_subject",
                table: "oauth_credentials");

            migrationBuilder.DropIndex(
                name: "IX_oauth_access_tokens_subject",
                table: "oauth_access_tokens");
        }
    }
}
