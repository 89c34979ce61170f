using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OAuth2Server.Host.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Answers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "settled",
                table: "oauth_revocations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Until now an odd time meant that pruning had looked at the tombstone once.
            migrationBuilder.Sql("UPDATE oauth_revocations SET settled = (prune_at % 2 = 1);");

            migrationBuilder.AddColumn<long>(
                name: "rotations",
                table: "oauth_credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "rotations_since",
                table: "oauth_credentials",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_oauth_credentials_authorization_id_replay_until",
                table: "oauth_credentials",
                columns: new[] { "authorization_id", "replay_until" },
                filter: "replay_until IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_oauth_credentials_authorization_id_replay_until",
                table: "oauth_credentials");

            migrationBuilder.Sql("UPDATE oauth_revocations SET prune_at = prune_at / 2 * 2 + CASE WHEN settled THEN 1 ELSE 0 END;");

            migrationBuilder.DropColumn(
                name: "settled",
                table: "oauth_revocations");

            migrationBuilder.DropColumn(
                name: "rotations",
                table: "oauth_credentials");

            migrationBuilder.DropColumn(
                name: "rotations_since",
                table: "oauth_credentials");
        }
    }
}
