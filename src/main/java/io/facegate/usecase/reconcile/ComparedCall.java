package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailOperations.KnownOperation;
import org.jspecify.annotations.Nullable;

/**
 * A face call of a trail, as it is compared.
 *
 * @param known its operation; null if the catalogue does not have it
 * @param isInside false for a call a little before or after the period, which only uses up its permit
 */
record ComparedCall(TrailEntry entry, @Nullable KnownOperation known, boolean isInside) {
    /** The catalogue's name of the operation, or the trail's if it is unknown. */
    String operation() {
        return known == null ? entry.operation() : known.name();
    }
}
