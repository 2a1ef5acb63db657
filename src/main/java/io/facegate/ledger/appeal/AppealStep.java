package io.facegate.ledger.appeal;

import io.facegate.ledger.reading.VerifiedRecord;
import java.time.Instant;

/**
 * One step of an appeal.
 *
 * @param id the id of its record
 */
public record AppealStep(AppealAct act, String id, Instant time, VerifiedRecord record) {}
