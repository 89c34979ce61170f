using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OAuth2Server.Host.Store.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class ProofAndPush : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "oauth_pushed_requests",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    issuer = table.Column<string>(type: "text", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    parameters = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    visited_at = table.Column<long>(type: "bigint", nullable: true),
                    consumed_at = table.Column<long>(type: "bigint", nullable: true),
                    consumed_by = table.Column<byte[]>(type: "bytea", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_pushed_requests", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "oauth_replays",
                columns: table => new
                {
                    message = table.Column<byte[]>(type: "bytea", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    used_by = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_replays", x => x.message);
                });

            migrationBuilder.CreateIndex(
                name: "IX_oauth_pushed_requests_expires_at",
                table: "oauth_pushed_requests",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_replays_until",
                table: "oauth_replays",
                column: "until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "oauth_pushed_requests");

            migrationBuilder.DropTable(
                name: "oauth_replays");
        }
    }
}
