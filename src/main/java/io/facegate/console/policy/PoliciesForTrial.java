package io.facegate.console.policy;

import io.facegate.policy.language.PolicySet;
import io.facegate.usecase.policy.PolicyLibrary.Kept;
import io.facegate.usecase.policy.PolicyRevisions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The policies by which a call is tried: those in force now, or, for a past day, those that were in force then. What
 * was in force then counts only if every record about it verifies and the set is kept unaltered; else those of now are
 * used, and the page says so.
 *
 * @param set the set that is used
 * @param source why it is that set
 * @param revision what is on record of the day; null for today and later, and if no record tells
 */
record PoliciesForTrial(PolicySet set, Source source, PolicyRevisions.@Nullable Revision revision) {
    /** Why a set is used. */
    enum Source {
        /** The day is today or later. */
        NOW("trial.when"),
        /** Records tell that it was in force on the day. */
        OF_THE_DAY("trial.when.then"),
        /** The same, and it is in force now. */
        UNCHANGED("trial.when.unchanged"),
        /** No record tells, so the set in force now is used. */
        UNRECORDED("trial.when.unrecorded"),
        /** Records that may tell do not verify, so the set in force now is used. */
        DOUBTED("trial.when.doubted"),
        /** The set of the day is not kept, so the one in force now is used. */
        MISSING("trial.when.missing"),
        /** The kept set of the day was altered, so the one in force now is used. */
        ALTERED("trial.when.altered");

        private final String key;

        Source(String key) {
            this.key = key;
        }
    }

    static PoliciesForTrial now(PolicySet inForce) {
        return new PoliciesForTrial(inForce, Source.NOW, null);
    }

    /** True if a call at that moment is judged by policies of the past, as far as they are known. */
    static boolean isPast(Instant moment, Instant now) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC).isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    /** The policies of a past moment. */
    static PoliciesForTrial of(PolicySetOnDay known, PolicySet inForce) {
        var revision = known.revision();
        if (known.tampered() > 0) {
            return new PoliciesForTrial(inForce, Source.DOUBTED, revision);
        }
        if (revision == null) {
            return new PoliciesForTrial(inForce, Source.UNRECORDED, null);
        }
        return switch (known.kept()) {
            case Kept.Verified(var set) ->
                new PoliciesForTrial(
                        set, set.digest().equals(inForce.digest()) ? Source.UNCHANGED : Source.OF_THE_DAY, revision);
            case Kept.Altered _ -> new PoliciesForTrial(inForce, Source.ALTERED, revision);
            case null, default -> new PoliciesForTrial(inForce, Source.MISSING, revision);
        };
    }

    /** For when the call was tried, and by which policies. */
    String sentence(PolicySpeech speech, Instant moment) {
        var since = revision == null ? "" : speech.moment(revision.since());
        var digest = revision == null ? "" : PolicySpeech.shortened(revision.digest());
        return speech.page().fill(source.key, speech.moment(moment), since, digest);
    }

    /** True if the page shows what was not asked for: policies of another day. */
    boolean isFallback() {
        return switch (source) {
            case NOW, OF_THE_DAY, UNCHANGED -> false;
            case UNRECORDED, DOUBTED, MISSING, ALTERED -> true;
        };
    }

    /** What an address of a rule has behind it, to show the rule as it was known on that day. */
    String query(Instant moment) {
        return source == Source.OF_THE_DAY ? "?on=" + LocalDate.ofInstant(moment, ZoneOffset.UTC) : "";
    }
}
