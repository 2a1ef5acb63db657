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
        this.times = PolicyTimes.of(rule, true);
    }

    /**
     * @param pack default status, from the pack
     * @param checked day of the rule's citation check, or null
     */
    static Validity read(YamlMapping rule, LegalStatus pack, @Nullable LocalDate checked) {
        return new ValidityReader(rule).validity(pack, checked);
    }

    private Validity validity(LegalStatus pack, @Nullable LocalDate checked) {
        var from = rule.at("from");
        var until = rule.at("until");
        var zone = rule.at("zone");
        var amendments = rule.at("amendments");
        if (from == null && until == null && amendments == null && zone != null) {
            reading.wrong(zone, "a zone without from or until says nothing; leave it out");
        }
        var first = new Version(
                Long.MIN_VALUE,
                from == null ? Long.MIN_VALUE : moment(times, from, "from", Long.MIN_VALUE),
                until == null ? Long.MAX_VALUE : moment(times, until, "until", Long.MAX_VALUE),
                rule.word("status", LegalStatus::word, STATUSES, pack));
        add(rule.node(), first);
        if (amendments != null) {
            reading.items(amendments, "amendments").forEach(this::amend);
        }
        shaped(rule.text("superseded_by"), rule.at("superseded_by"));
        if (versions.size() == 1) {
            consistent(versions.getLast(), checked);
        }
        return new Validity(versions, times.isLocal(), review(), rule.text("until_condition"));
    }

    private void amend(Node node) {
        var fields = YamlMapping.of(reading, node, "an amendment", PolicyKeys.of("amendment"));
        fields.required("known");
        var known = fields.value("known", WordPatterns::day, "a day such as 2021-05-18");
        var citation = fields.at("citation");
        if (citation != null) {
            RuleTextReader.citation(reading, citation);
        }
        var last = versions.getLast();
        var from = fields.at("from");
        var until = fields.at("until");
        if (from == null && until == null && fields.at("status") == null) {
            reading.wrong(node, "an amendment changes nothing; name from, until or status");
        }
        if (known == null) {
            return;
        }
        reading.past(fields.at("known"), "known", known);
        enacts(fields, last, citation);
        add(
                node,
                new Version(
                        known.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
                        from == null ? last.from() : moment(times, from, "from", Long.MIN_VALUE),
                        until == null ? last.until() : moment(times, until, "until", Long.MAX_VALUE),
                        fields.word("status", LegalStatus::word, STATUSES, last.status())));
    }

    /** An amendment that makes a never enacted bill law needs a citation. */
    private void enacts(YamlMapping amendment, Version last, @Nullable Node citation) {
        var at = amendment.at("status");
        boolean never = LegalStatus.NEVER_ENACTED.word().equals(amendment.text("status"));
        if (reading.checks().strict()
                && at != null
                && last.status() == LegalStatus.NEVER_ENACTED
                && !never
                && citation == null) {
            reading.wrong(at, "an amendment that brings a bill into force needs its own citation");
        }
    }

    private void add(Node node, Version version) {
        if (!versions.isEmpty() && version.known() <= versions.getLast().known()) {
            reading.wrong(node, "amendments must be in the order in which they became known");
        }
        if (version.from() >= version.until()) {
            var until = versions.isEmpty() ? rule.at("until") : null;
            reading.wrong(until == null ? node : until, "until must come after from");
        }
        versions.add(version);
    }

    private long moment(PolicyTimes times, Node node, String what, long open) {
        var text = reading.text(node, what);
        if (OPEN.equals(text)) {
            return open;
        }
        var moment = text == null ? null : times.instant(node, what);
        return moment == null ? open : moment.toEpochMilli();
    }

    private boolean review() {
        var after = rule.at("after");
        boolean review = rule.word("after", word -> word, List.of("nothing", "review"), "nothing")
                .equals("review");
        boolean ends = versions.stream().anyMatch(version -> version.until() != Long.MAX_VALUE);
        if (after != null && !ends) {
            reading.wrong(after, "after needs until; add until");
        }
        return review;
    }

    private void shaped(@Nullable String successor, @Nullable Node at) {
        if (successor != null && at != null && !successor.matches(WordPatterns.ID + "(/" + WordPatterns.ID + ")?")) {
            reading.wrong(at, "'" + WordList.shown(successor) + "' is not a pack or rule; expected pack or pack/rule");
        } else if (successor != null && at != null && reading.checks().strict()) {
            reading.refer(at, successor);
        }
    }

    /** Checks that status and moments agree. */
    private void consistent(Version version, @Nullable LocalDate checked) {
        var at = rule.at("status") == null ? rule.node() : rule.at("status");
        var by = rule.text("superseded_by");
        if (at == null) {
            return;
        }
        if ((version.status() == LegalStatus.SUPERSEDED) != (by != null)) {
            reading.wrong(at, "the status superseded and the key superseded_by go together");
        }
        long day = checked == null
                ? Instant.now().toEpochMilli()
                : checked.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        if (version.status() == LegalStatus.PENDING && version.from() <= day) {
            reading.wrong(at, "pending needs a from that is later than the day the citation was checked");
        }
        if (version.status() == LegalStatus.LAPSED && version.until() > day) {
            reading.wrong(at, "lapsed needs an until that is not later than the day the citation was checked");
        }
    }
}
