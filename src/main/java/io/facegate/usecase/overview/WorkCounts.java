package io.facegate.usecase.overview;

import io.facegate.call.Fault;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.Reviews;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much waits for a person. Numbers only, so no view is recorded. A number is null if it cannot be read.
 *
 * @param reviews answers that are held until people have reviewed them
 * @param proposals changes that wait for a second person
 * @param appeals appeals that wait for an answer
 * @param authorisations authorisations after the fact that wait for a person, most with a clock that runs
 * @param stops stops that hold until people lift them
 */
public record WorkCounts(
        @Nullable Long reviews,
        @Nullable Long proposals,
        @Nullable Long appeals,
        @Nullable Long authorisations,
        @Nullable Long stops) {
    private static final System.Logger LOG = System.getLogger(WorkCounts.class.getName());

    /**
     * Counts.
     *
     * @param exists false if there is no registry yet
     * @param authorisations tells how many wait, without reading the log
     * @param stops tells how many hold, without reading the registry
     */
    public static WorkCounts read(
            RegistryAccess registry,
            boolean exists,
            AuditedRecords records,
            LongSupplier authorisations,
            LongSupplier stops) {
        return new WorkCounts(
                exists ? number(new Reviews(registry)::countPending) : Long.valueOf(0),
                exists ? number(new Proposals(registry)::countOpen) : Long.valueOf(0),
                number(records::openAppeals),
                number(authorisations),
                number(stops));
    }

    private static @Nullable Long number(LongSupplier counting) {
        try {
            return counting.getAsLong();
        } catch (Fault | RegistryException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "What waits for a person cannot be counted.", unreadable);
            return null;
        }
    }
}
