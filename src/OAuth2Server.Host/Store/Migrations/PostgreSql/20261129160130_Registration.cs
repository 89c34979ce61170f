using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OAuth2Server.Host.Store.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Registration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "registered_at",
                table: "oauth_clients",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "registration_token_hash",
                table: "oauth_clients",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "unused_until",
                table: "oauth_clients",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_oauth_clients_unused_until",
                table: "oauth_clients",
                column: "unused_until",
                filter: "unused_until IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_oauth_clients_unused_until",
                table: "oauth_clients");

            migrationBuilder.DropColumn(
                name: "registered_at",
                table: "oauth_clients");

            migrationBuilder.DropColumn(
                name: "registration_token_hash",
                table: "oauth_clients");

            migrationBuilder.DropColumn(
                name: "unused_until",
                table: "oauth_clients");
        }
    }
}
