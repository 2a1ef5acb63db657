package io.facegate.policy.reading;

import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.Validity;
import io.facegate.policy.language.Validity.Version;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the validity of a rule: moments, status and later amendments. */
final class ValidityReader {
    private static final List<LegalStatus> STATUSES = Arrays.asList(LegalStatus.values());
    private static final String OPEN = "none";

    private final YamlReading reading;
    private final YamlMapping rule;
    private final PolicyTimes times;
    private final List<Version> versions = new ArrayList<>();

    private ValidityReader(YamlMapping rule) {
        this.reading = rule.reading();
        this.rule = rule;
        this.times = PolicyTimes.read(rule, true);
    }

    /**
     * @param pack default status, from the pack
     * @param checked day of the rule's citation check, or null
     */
    static Validity read(YamlMapping rule, LegalStatus pack, @Nullable LocalDate checked) {
        return new ValidityReader(rule).validity(pack, checked);
    }

    private Validity validity(LegalStatus pack, @Nullable LocalDate checked) {
        var from = rule.node("from");
        var until = rule.node("until");
        var zone = rule.node("zone");
        var amendments = rule.node("amendments");
        if (from == null && until == null && amendments == null && zone != null) {
            reading.addMistake(zone, "a zone without from or until says nothing; leave it out");
        }
        var first = new Version(
                Long.MIN_VALUE,
                from == null ? Long.MIN_VALUE : moment(times, from, "from", Long.MIN_VALUE),
                until == null ? Long.MAX_VALUE : moment(times, until, "until", Long.MAX_VALUE),
                rule.word("status", LegalStatus::word, STATUSES, pack));
        add(rule.node(), first);
        if (amendments != null) {
            reading.items(amendments, "amendments").forEach(this::readAmendment);
        }
        checkShape(rule.text("superseded_by"), rule.node("superseded_by"));
        if (versions.size() == 1) {
            checkConsistent(versions.getLast(), checked);
        }
        return new Validity(versions, times.isLocal(), review(), rule.text("until_condition"), times.writtenZone());
    }

    private void readAmendment(Node node) {
        var fields = YamlMapping.read(reading, node, "an amendment", PolicyKeys.keysOf("amendment"));
        fields.required("known");
        var known = fields.value("known", WordPatterns::day, "a day such as 2021-05-18");
        var citation = fields.node("citation");
        if (citation != null) {
            RuleTextReader.citation(reading, citation);
        }
        var last = versions.getLast();
        var from = fields.node("from");
        var until = fields.node("until");
        if (from == null && until == null && fields.node("status") == null) {
            reading.addMistake(node, "an amendment changes nothing; name from, until or status");
        }
        if (known == null) {
            return;
        }
        reading.checkNotFuture(fields.node("known"), "known", known);
        checkEnactment(fields, last, citation);
        add(
                node,
                new Version(
                        known.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
                        from == null ? last.from() : moment(times, from, "from", Long.MIN_VALUE),
                        until == null ? last.until() : moment(times, until, "until", Long.MAX_VALUE),
                        fields.word("status", LegalStatus::word, STATUSES, last.status())));
    }

    /** An amendment that makes a never enacted bill law needs a citation. */
    private void checkEnactment(YamlMapping amendment, Version last, @Nullable Node citation) {
        var at = amendment.node("status");
        boolean never = LegalStatus.NEVER_ENACTED.word().equals(amendment.text("status"));
        if (reading.checks().strict()
                && at != null
                && last.status() == LegalStatus.NEVER_ENACTED
                && !never
                && citation == null) {
            reading.addMistake(at, "an amendment that brings a bill into force needs its own citation");
        }
    }

    private void add(Node node, Version version) {
        if (!versions.isEmpty() && version.known() <= versions.getLast().known()) {
            reading.addMistake(node, "amendments must be in the order in which they became known");
        }
        if (version.from() >= version.until()) {
            var until = versions.isEmpty() ? rule.node("until") : null;
            reading.addMistake(until == null ? node : until, "until must come after from");
        }
        versions.add(version);
    }

    private long moment(PolicyTimes times, Node node, String what, long open) {
        var text = reading.text(node, what);
        if (OPEN.equals(text)) {
            return open;
        }
        var moment = text == null ? null : times.readInstant(node, what);
        return moment == null ? open : moment.toEpochMilli();
    }

    private boolean review() {
        var after = rule.node("after");
        boolean review = rule.word("after", word -> word, List.of("nothing", "review"), "nothing")
                .equals("review");
        boolean ends = versions.stream().anyMatch(version -> version.until() != Long.MAX_VALUE);
        if (after != null && !ends) {
            reading.addMistake(after, "after needs until; add until");
        }
        return review;
    }

    private void checkShape(@Nullable String successor, @Nullable Node at) {
        if (successor != null && at != null && !successor.matches(WordPatterns.ID + "(/" + WordPatterns.ID + ")?")) {
            reading.addMistake(
                    at, "'" + WordList.forDisplay(successor) + "' is not a pack or rule; expected pack or pack/rule");
        } else if (successor != null && at != null && reading.checks().strict()) {
            reading.addReference(at, successor);
        }
    }

    /** Checks that status and moments agree. */
    private void checkConsistent(Version version, @Nullable LocalDate checked) {
        var at = rule.node("status") == null ? rule.node() : rule.node("status");
        var by = rule.text("superseded_by");
        if (at == null) {
            return;
        }
        if ((version.status() == LegalStatus.SUPERSEDED) != (by != null)) {
            reading.addMistake(at, "the status superseded and the key superseded_by go together");
        }
        long day = checked == null
                ? Instant.now().toEpochMilli()
                : checked.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        if (version.status() == LegalStatus.PENDING && version.from() <= day) {
            reading.addMistake(at, "pending needs a from that is later than the day the citation was checked");
        }
        if (version.status() == LegalStatus.LAPSED && version.until() > day) {
            reading.addMistake(at, "lapsed needs an until that is not later than the day the citation was checked");
        }
    }
}
