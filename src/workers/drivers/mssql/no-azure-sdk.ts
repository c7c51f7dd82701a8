/**
 * Stands in the bundle for Azure's own libraries, of megabytes, which tedious loads for logins and keys that we do not
 * use: a login with Entra brings its token along.
 */
export {};
