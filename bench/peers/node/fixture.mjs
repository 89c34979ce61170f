// What every contender is set up with; the same as bench/load/Fixture.cs.
export const port = Number(process.argv[2]);
export const clientId = 'bench';
export const clientSecret = process.env.BENCH_CLIENT_SECRET;
export const redirectUri = 'http://127.0.0.1:9999/cb';
export const scopes = ['photos.read', 'photos.write'];
export const readScope = 'photos.read';
export const userHeader = 'x-user';
export const photos = 'three photos';

if (!port || !clientSecret) throw new Error('usage: BENCH_CLIENT_SECRET=... node SERVER.mjs PORT');
