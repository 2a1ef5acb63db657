package io.facegate.policy.reading;

import io.facegate.call.Obligations;
import io.facegate.policy.condition.CelCondition;
import io.facegate.policy.condition.CompiledCondition;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one rule of a pack. */
final class RuleReader {
    /** Limit of a name in a ledger record: a longer one would make every matching call fail. */
    private static final int LONGEST_NAME = 128;

    private static final List<Effect> EFFECTS = Arrays.asList(Effect.values());
    static final List<RuleMode> MODES = Arrays.asList(RuleMode.values());

    private final YamlReading reading;
    private final YamlMapping fields;
    private final PolicyPack frame;

    private RuleReader(YamlReading reading, PolicyPack frame, Node node) {
        this.reading = reading;
        this.frame = frame;
        this.fields = YamlMapping.read(reading, node, "a rule", PolicyKeys.keysOf("rule"));
    }

    /**
     * The rule, or null after noting its mistakes.
     *
     * @param frame its pack, still without rules
     */
    static @Nullable Rule read(YamlReading reading, PolicyPack frame, Node node) {
        return new RuleReader(reading, frame, node).rule();
    }

    private @Nullable Rule rule() {
        var id = id();
        var effect = effect();
        var about = fields.required("match");
        if (effect == null) {
            readUnderAnyEffect(about);
            return null;
        }
        var match = about == null
                ? MatchCondition.EVERYTHING
                : MatchReader.read(reading, about, "match", barredAttributes(effect, false));
        var unless = readExceptions(effect);
        var ruleText = RuleTextReader.read(fields, effect);
        var checked = ruleText.citation() == null ? null : ruleText.citation().checked();
        var validity = ValidityReader.read(fields, frame.status(), checked);
        rejectUnlessRefusal(effect);
        var mode = fields.word("mode", RuleMode::word, MODES, RuleMode.ENFORCE).weaker(frame.mode());
        var when = readCondition();
        var obligations = obligations(effect);
        return id == null
                ? null
                : new Rule(frame.id() + '/' + id, effect, match, unless, validity, when, mode, ruleText, obligations);
    }

    /** Notes the mistakes that are mistakes whatever the effect was meant to be. */
    private void readUnderAnyEffect(@Nullable Node about) {
        if (about != null) {
            MatchReader.read(reading, about, "match", Set.of());
        }
        MatchReader.list(reading, fields.node("unless"), "unless", Set.of());
        readCondition();
        var asked = fields.node("obligations");
        if (asked != null) {
            ObligationsReader.read(reading, asked);
        }
    }

    private @Nullable Effect effect() {
        var word = fields.requiredText("effect");
        var known = EFFECTS.stream().filter(one -> one.word().equals(word)).findFirst();
        return known.orElseGet(() -> {
            fields.word("effect", Effect::word, EFFECTS, Effect.REFUSE);
            return null;
        });
    }

    private @Nullable String id() {
        var at = fields.required("id");
        var id = at == null ? null : reading.word(at, "id");
        if (at == null || id == null) {
            return null;
        }
        if (!id.matches(WordPatterns.ID)) {
            reading.addMistake(
                    at,
                    "'" + WordList.forDisplay(id) + "' is not a rule id; expected lower-case letters, digits and"
                            + " hyphens");
        } else if (frame.id().length() + 1 + id.length() > LONGEST_NAME) {
            reading.addMistake(at, "pack and rule id have more than " + LONGEST_NAME + " characters together");
        }
        return id;
    }

    /** Attributes that must not be named: leaving them out, or adding a link to the chain, would gain access. */
    private static Set<Attribute> barredAttributes(Effect effect, boolean exception) {
        if (effect == Effect.REFUSE && !exception) {
            return EnumSet.of(Attribute.EVIDENCE, Attribute.EXEMPTION);
        }
        return exception || effect == Effect.PERMIT ? EnumSet.of(Attribute.ON_BEHALF_OF) : Set.of();
    }

    private List<MatchCondition> readExceptions(Effect effect) {
        var node = fields.node("unless");
        if (node != null && effect == Effect.PERMIT) {
            reading.addMistake(
                    node, "only a refusal or an oblige has exceptions; narrow the match of the permit instead");
        }
        return MatchReader.list(reading, node, "unless", barredAttributes(effect, true));
    }

    private void rejectUnlessRefusal(Effect effect) {
        var after = fields.node("after");
        if (after != null && effect != Effect.REFUSE) {
            reading.addMistake(after, "only a refusal can continue after its end; leave the key out");
        }
    }

    private Obligations obligations(Effect effect) {
        var node = fields.node("obligations");
        if (node == null) {
            if (effect == Effect.OBLIGE) {
                fields.required("obligations");
            }
            return Obligations.NONE;
        }
        if (effect == Effect.REFUSE) {
            reading.addMistake(node, "a refusal has no obligations; leave the key out");
        }
        return ObligationsReader.read(reading, node);
    }

    private @Nullable CelCondition readCondition() {
        var node = fields.node("when");
        var text = fields.text("when");
        if (node == null || text == null) {
            return null;
        }
        return switch (CelCondition.compile(text)) {
            case CelCondition condition -> {
                var why = reading.checks().strict() ? ConditionCheck.problem(condition.formula()) : null;
                if (why != null) {
                    reading.addMistake(node, "when: " + why);
                }
                yield condition;
            }
            case CompiledCondition.Wrong wrong -> {
                reading.addMistake(node, offset(node, wrong.column()), "when: " + wrong.message());
                yield null;
            }
        };
    }

    /** Offset in the file of a column of the expression; for a folded scalar, its first line. */
    private static int offset(Node node, int column) {
        return switch (((ScalarNode) node).getScalarStyle()) {
            case ScalarStyle style when style == ScalarStyle.PLAIN -> column;
            case ScalarStyle style
            when style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED -> column + 1;
            default -> 0;
        };
    }
}
