package io.facegate.e2e;

import java.util.concurrent.TimeUnit;

/**
 * What the gateways and their database used so far.
 *
 * @param cpu nanoseconds of the processor, of all gateways
 * @param wal bytes that the database wrote ahead
 * @param syncs how often it waited for its disk to have them
 * @param ledger bytes of the ledger's tables and indices
 */
record FleetCost(long cpu, long wal, long syncs, long ledger) {
    static FleetCost of(Fleet fleet) {
        long cpu = 0;
        for (var gateway : fleet.gateways()) {
            cpu += gateway.process()
                    .info()
                    .totalCpuDuration()
                    .map(java.time.Duration::toNanos)
                    .orElse(0L);
        }
        return new FleetCost(
                cpu,
                fleet.number("SELECT wal_bytes FROM pg_stat_wal"),
                fleet.number("SELECT wal_sync FROM pg_stat_wal"),
                fleet.number("SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r'"
                        + " AND relnamespace = 'facegate'::regnamespace"));
    }

    /** For people: what each of so many calls used since. */
    String since(FleetCost before, int calls) {
        return "a call: %.2f ms of a processor in the gateways, %d bytes written ahead, %.3f syncs, %d bytes of tables"
                .formatted(
                        (double) (cpu - before.cpu) / TimeUnit.MILLISECONDS.toNanos(1) / calls,
                        (wal - before.wal) / calls,
                        (double) (syncs - before.syncs) / calls,
                        (ledger - before.ledger) / calls);
    }
}
