// Owns how the embedded server is set: a small office on one machine, nothing that could lose a commit or tell a secret.

/** Settings given on the command line, so that a new version of the program brings its own. */
export function settingsFor(port: number, throwaway: boolean): Record<string, string | number> {
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    fsync: throwaway ? 'off' : 'on',
    synchronous_commit: throwaway ? 'off' : 'on',
    full_page_writes: throwaway ? 'off' : 'on',
    jit: 'off',
    // Containers often have 64 MB of shared memory, too little for parallel workers; an office has no use for them.
    max_parallel_workers_per_gather: 0,
    // A statement of a killed app ends soon after its connection is gone, instead of holding its locks.
    client_connection_check_interval: '5s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and details of errors hold personal data: neither is written down.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: -1,
  }
}
