package io.facegate.ledger.authorisation;

import io.facegate.ledger.reading.VerifiedRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of an authorisation.
 *
 * @param id the id of its record
 * @param record the record; null only where the step is not on record yet
 */
public record AuthorisationStep(
        AuthorisationAct act,
        String id,
        Instant time,
        @Nullable VerifiedRecord record) {}
