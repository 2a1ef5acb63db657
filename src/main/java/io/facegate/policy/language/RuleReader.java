package io.facegate.policy.language;

import io.facegate.policy.condition.Compiled;
import io.facegate.policy.condition.Condition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one rule of a pack. */
final class RuleReader {
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");
    /** What a record of the ledger holds: a longer name would make every call that the rule matches fail. */
    private static final int LONGEST_NAME = 128;

    private static final int LONGEST_CITATION = 1024;
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,79}");
    private static final List<String> KEYS =
            List.of("id", "effect", "match", "from", "until", "zone", "unless", "when", "reason", "citation", "appeal");
    /** How to appeal where a rule does not say. */
    static final String APPEAL =
            "write to the operator of this gateway, quote the decision id, and say what the rule gets wrong.";

    private final Reading reading;
    private final Fields fields;

    private RuleReader(Reading reading, Node node) {
        this.reading = reading;
        this.fields = Fields.of(reading, node, "a rule", KEYS);
    }

    /** The rule, or null after noting its mistakes. */
    static @Nullable Rule read(Reading reading, String pack, Node node) {
        return new RuleReader(reading, node).rule(pack);
    }

    private @Nullable Rule rule(String pack) {
        var id = fields.requiredText("id");
        if (id != null && !ID.matcher(id).matches()) {
            reading.wrong(fields.node(), "'" + id + "' is no rule id; expected lower-case letters, digits and hyphens");
        } else if (id != null && pack.length() + 1 + id.length() > LONGEST_NAME) {
            reading.wrong(fields.node(), "pack and rule id have more than " + LONGEST_NAME + " characters together");
        }
        var about = fields.required("match");
        var match = about == null ? Match.EVERYTHING : MatchReader.read(reading, about, "match");
        var effect = effect();
        var window = window();
        var when = when();
        return id == null || effect == null ? null : new Rule(pack + '/' + id, effect, match, window, when);
    }

    private @Nullable Effect effect() {
        var word = fields.requiredText("effect");
        if ("permit".equals(word)) {
            return permit();
        }
        if ("refuse".equals(word)) {
            return refuse();
        }
        var at = fields.at("effect");
        if (word != null && at != null) {
            reading.wrong(at, "unknown effect '" + word + "', expected permit or refuse");
        }
        return null;
    }

    private Effect permit() {
        var unless = fields.at("unless");
        if (unless != null) {
            reading.wrong(unless, "only a refusal has exceptions; narrow the match of the permit instead");
        }
        var appeal = fields.at("appeal");
        if (appeal != null) {
            reading.wrong(appeal, "nobody appeals against a permit; leave the key out");
        }
        var why = fields.at("reason");
        var text = why == null ? null : reason(why).requiredText("text");
        var source = fields.at("citation");
        return new Effect.Permit(text, source == null ? null : citation(source));
    }

    private @Nullable Effect refuse() {
        var why = fields.required("reason");
        var source = fields.required("citation");
        var unless = unless();
        var appeal = fields.text("appeal");
        if (why == null || source == null) {
            return null;
        }
        var reason = reason(why);
        var code = reason.requiredText("code");
        var text = reason.requiredText("text");
        var citation = citation(source);
        if (code != null && !CODE.matcher(code).matches()) {
            reading.wrong(why, "'" + code + "' is no reason code; expected lower-case letters, digits and underscores");
        }
        if (code == null || text == null || citation == null) {
            return null;
        }
        return new Effect.Refuse(code, text, citation, appeal == null ? APPEAL : appeal, unless);
    }

    private Fields reason(Node node) {
        return Fields.of(reading, node, "reason", List.of("code", "text"));
    }

    private List<Match> unless() {
        var found = new ArrayList<Match>();
        var node = fields.at("unless");
        if (node != null) {
            reading.items(node, "unless").forEach(item -> found.add(MatchReader.read(reading, item, "unless")));
        }
        return found;
    }

    private @Nullable Citation citation(Node node) {
        var source = Fields.of(reading, node, "citation", List.of("ref", "url", "checked"));
        var ref = source.requiredText("ref");
        var url = source.text("url");
        var day = source.requiredText("checked");
        if (url != null && !url.startsWith("https://")) {
            reading.wrong(node, "the url of a citation must start with https://");
        }
        if (ref == null || day == null) {
            return null;
        }
        if (ref.length() > LONGEST_CITATION) {
            reading.wrong(node, "ref is longer than " + LONGEST_CITATION + " characters, which is what a record holds");
        }
        try {
            return new Citation(ref, url, LocalDate.parse(day));
        } catch (DateTimeException error) {
            reading.wrong(node, "'" + day + "' is no day; expected one such as 2026-11-24");
            return null;
        }
    }

    private Window window() {
        var times = Times.of(fields);
        var from = fields.at("from");
        var until = fields.at("until");
        var zone = fields.at("zone");
        if (from == null && until == null && zone != null) {
            reading.wrong(zone, "a zone without from or until says nothing; leave it out");
        }
        var start = from == null ? null : times.instant(from, "from");
        var end = until == null ? null : times.instant(until, "until");
        if (start != null && end != null && until != null && !start.isBefore(end)) {
            reading.wrong(until, "until must come after from");
        }
        return new Window(
                start == null ? Long.MIN_VALUE : start.toEpochMilli(),
                end == null ? Long.MAX_VALUE : end.toEpochMilli());
    }

    private @Nullable Condition when() {
        var node = fields.at("when");
        var text = fields.text("when");
        if (node == null || text == null) {
            return null;
        }
        return switch (Condition.compile(text)) {
            case Condition condition -> condition;
            case Compiled.Wrong wrong -> {
                reading.wrong(node, offset(node, wrong.column()), "when: " + wrong.message());
                yield null;
            }
        };
    }

    /** Where inside the file a column of the expression stands; a folded one is named by its first line. */
    private static int offset(Node node, int column) {
        return switch (((ScalarNode) node).getScalarStyle()) {
            case ScalarStyle style when style == ScalarStyle.PLAIN -> column;
            case ScalarStyle style
            when style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED -> column + 1;
            default -> 0;
        };
    }
}
