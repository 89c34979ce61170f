using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OAuth2Server.Host.Store.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class SessionClients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "oauth_session_clients",
                columns: table => new
                {
                    session_id = table.Column<string>(type: "text", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    issuer = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    attempts = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    prune_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_session_clients", x => new { x.session_id, x.client_id, x.issuer });
                });

            migrationBuilder.CreateIndex(
                name: "IX_oauth_session_clients_due_at",
                table: "oauth_session_clients",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_session_clients_prune_at",
                table: "oauth_session_clients",
                column: "prune_at");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_session_clients_subject",
                table: "oauth_session_clients",
                column: "subject");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "oauth_session_clients");
        }
    }
}
