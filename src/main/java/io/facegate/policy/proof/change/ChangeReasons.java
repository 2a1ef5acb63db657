package io.facegate.policy.proof.change;

import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity.Version;
import io.facegate.policy.proof.change.ChangeReason.Kind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reasons why a rule starts or ends at a moment, and known upcoming changes. */
final class ChangeReasons {
    private static final long WIDEST = 20 * 3_600_000L;

    private final PolicySet policySet;

    ChangeReasons(PolicySet policySet) {
        this.policySet = policySet;
    }

    /** Why the rule starts or stops to decide at a moment; never empty. */
    List<ChangeReason> reasonsAt(Rule rule, long moment) {
        var reasons = new ArrayList<ChangeReason>();
        for (var version : rule.validity().versions()) {
            if (version.known() == moment) {
                reasons.add(atInstant(Kind.KNOWN, rule, moment, ""));
            }
        }
        var version = rule.validity().versionKnownAt(moment);
        if (isAt(rule, version.from(), moment)) {
            reasons.add(atDate(Kind.BEGINS, rule, version.from()));
        }
        if (isAt(rule, version.until(), moment)) {
            reasons.add(atDate(Kind.ENDS, rule, version.until()));
        }
        for (var overruling : policySet.overrides()) {
            if (overruling.rule().equals(rule.id()) && overruling.from() == moment) {
                reasons.add(atInstant(Kind.OVERRIDE_BEGINS, rule, moment, overruling.decidedBy()));
            } else if (overruling.rule().equals(rule.id()) && overruling.until() == moment) {
                reasons.add(atInstant(Kind.OVERRIDE_ENDS, rule, moment, overruling.decidedBy()));
            }
        }
        return reasons.isEmpty() ? List.of(atInstant(Kind.MEMBERSHIP, rule, moment, "")) : reasons;
    }

    private static ChangeReason atDate(Kind kind, Rule rule, long planned) {
        var validity = rule.validity();
        return new ChangeReason(kind, rule.id(), validity.written(planned), validity.local(), "");
    }

    private static ChangeReason atInstant(Kind kind, Rule rule, long moment, String by) {
        var when = LocalDateTime.ofInstant(Instant.ofEpochMilli(moment), ZoneOffset.UTC);
        return new ChangeReason(kind, rule.id(), when, false, by);
    }

    private static boolean isAt(Rule rule, long planned, long moment) {
        if (planned == Long.MIN_VALUE || planned == Long.MAX_VALUE) {
            return false;
        }
        return rule.validity().local() ? Math.abs(planned - moment) <= WIDEST : planned == moment;
    }

    private static String formatLocal(long local) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(local), ZoneOffset.UTC)
                .toString();
    }

    /** Planned and open changes from a moment on, by rule. */
    List<PlannedChange> plannedChanges(long from, long until) {
        var notices = new ArrayList<PlannedChange>();
        for (var rule : policySet.rules()) {
            var version = rule.validity().versions().getLast();
            if (version.status() == LegalStatus.NEVER_ENACTED) {
                continue;
            }
            ends(notices, rule, version, from, until);
            if (rule.validity().condition() != null && version.until() > from) {
                notices.add(new PlannedChange(
                        PlannedChange.Kind.CONDITION, rule.id(), rule.validity().condition()));
            }
            if (version.status() == LegalStatus.DISPUTED && version.until() > from) {
                notices.add(new PlannedChange(PlannedChange.Kind.DISPUTED, rule.id(), disputedText(rule)));
            }
        }
        for (var one : policySet.overrides()) {
            if (one.until() >= from && one.until() < until) {
                var text = Instant.ofEpochMilli(one.until()) + ", by " + one.decidedBy();
                notices.add(new PlannedChange(PlannedChange.Kind.OVERRIDE, one.rule(), text));
            }
        }
        return notices;
    }

    private static void ends(List<PlannedChange> notices, Rule rule, Version version, long from, long until) {
        if (version.until() < from || version.until() >= until) {
            return;
        }
        var when = rule.validity().local()
                ? formatLocal(version.until()) + " at the place of use"
                : Instant.ofEpochMilli(version.until()).toString();
        notices.add(new PlannedChange(
                rule.validity().review() ? PlannedChange.Kind.REVIEW : PlannedChange.Kind.END, rule.id(), when));
    }

    private static String disputedText(Rule rule) {
        return rule.refuses() ? "refuses" : rule.permits() ? "permits nothing" : "obliges";
    }
}
