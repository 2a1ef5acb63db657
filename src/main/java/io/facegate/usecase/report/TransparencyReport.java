package io.facegate.usecase.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of a transparency report.
 *
 * @param made when it was made
 * @param basis what its numbers rest on
 * @param volumes calls by organisation type, purpose, capability
 * @param refusals by rule, most first
 * @param tallies other counts
 */
public record TransparencyReport(
        ReportPeriod period,
        Instant made,
        ReportBasis basis,
        CallCounts calls,
        List<Breakdown> volumes,
        List<RefusedRule> refusals,
        Tallies tallies) {
    public TransparencyReport {
        volumes = List.copyOf(volumes);
        refusals = List.copyOf(refusals);
    }

    /**
     * Counts besides the calls, and what else is on record.
     *
     * @param outcomes permitted calls by how they ended
     * @param faultCodes permitted calls that ended with a fault, by the code of their outcome
     * @param exemptions calls by the exemption that counted for them: permitted, and all
     * @param decisionsByPolicies decisions by the digest of the policies that made them
     */
    public record Tallies(
            SortedMap<String, Long> outcomes,
            SortedMap<String, Long> faultCodes,
            Breakdown exemptions,
            Map<String, Long> decisionsByPolicies,
            ReportEvents events) {
        public Tallies {
            outcomes = new TreeMap<>(outcomes);
            faultCodes = new TreeMap<>(faultCodes);
            decisionsByPolicies = Map.copyOf(decisionsByPolicies);
        }
    }

    /** Whether the period was over when the report was made. */
    public boolean isOver() {
        return !made.isBefore(period.until());
    }

    /** Why the report may not tell everything. Empty if it is complete. */
    public List<CompletenessIssue> shortfalls() {
        return CompletenessIssue.of(this);
    }
}
