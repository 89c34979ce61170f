using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OAuth2Server.Host.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Endpoints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "device_status",
                table: "oauth_credentials",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_polled_at",
                table: "oauth_credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "polling_interval",
                table: "oauth_credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "user_code_hash",
                table: "oauth_credentials",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "oauth_attempts",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    forget_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_attempts", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_oauth_credentials_user_code_hash",
                table: "oauth_credentials",
                column: "user_code_hash",
                unique: true,
                filter: "user_code_hash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_attempts_forget_at",
                table: "oauth_attempts",
                column: "forget_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "oauth_attempts");

            migrationBuilder.DropIndex(
                name: "IX_oauth_credentials_user_code_hash",
                table: "oauth_credentials");

            migrationBuilder.DropColumn(
                name: "device_status",
                table: "oauth_credentials");

            migrationBuilder.DropColumn(
                name: "last_polled_at",
                table: "oauth_credentials");

            migrationBuilder.DropColumn(
                name: "polling_interval",
                table: "oauth_credentials");

            migrationBuilder.DropColumn(
                name: "user_code_hash",
                table: "oauth_credentials");
        }
    }
}
