using Microsoft.EntityFrameworkCore;

namespace OpenIddictPeer;

internal sealed class PeerDb(DbContextOptions<PeerDb> options) : DbContext(options);
