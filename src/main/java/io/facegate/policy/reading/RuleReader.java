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
        this.fields = YamlMapping.of(reading, node, "a rule", PolicyKeys.of("rule"));
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
            return null;
        }
        var match = about == null
                ? MatchCondition.EVERYTHING
                : MatchReader.read(reading, about, "match", barred(effect, false));
        var unless = unless(effect);
        var ruleText = RuleTextReader.read(fields, effect);
        var checked = ruleText.citation() == null ? null : ruleText.citation().checked();
        var validity = ValidityReader.read(fields, frame.status(), checked);
        refusalsOnly(effect);
        var mode = fields.word("mode", RuleMode::word, MODES, RuleMode.ENFORCE).and(frame.mode());
        var when = when();
        var obligations = obligations(effect);
        return id == null
                ? null
                : new Rule(frame.id() + '/' + id, effect, match, unless, validity, when, mode, ruleText, obligations);
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
            reading.wrong(
                    at,
                    "'" + WordList.shown(id) + "' is not a rule id; expected lower-case letters, digits and"
                            + " hyphens");
        } else if (frame.id().length() + 1 + id.length() > LONGEST_NAME) {
            reading.wrong(at, "pack and rule id have more than " + LONGEST_NAME + " characters together");
        }
        return id;
    }

    /** Attributes that must not be named: leaving them out, or adding a link to the chain, would gain access. */
    private static Set<Attribute> barred(Effect effect, boolean exception) {
        if (effect == Effect.REFUSE && !exception) {
            return EnumSet.of(Attribute.EVIDENCE);
        }
        return exception || effect == Effect.PERMIT ? EnumSet.of(Attribute.ON_BEHALF_OF) : Set.of();
    }

    private List<MatchCondition> unless(Effect effect) {
        var node = fields.at("unless");
        if (node != null && effect == Effect.PERMIT) {
            reading.wrong(node, "only a refusal or an oblige has exceptions; narrow the match of the permit instead");
        }
        return MatchReader.list(reading, node, "unless", barred(effect, true));
    }

    private void refusalsOnly(Effect effect) {
        var after = fields.at("after");
        if (after != null && effect != Effect.REFUSE) {
            reading.wrong(after, "only a refusal can continue after its end; leave the key out");
        }
    }

    private Obligations obligations(Effect effect) {
        var node = fields.at("obligations");
        if (node == null) {
            if (effect == Effect.OBLIGE) {
                fields.required("obligations");
            }
            return Obligations.NONE;
        }
        if (effect == Effect.REFUSE) {
            reading.wrong(node, "a refusal has no obligations; leave the key out");
        }
        return ObligationsReader.read(reading, node);
    }

    private @Nullable CelCondition when() {
        var node = fields.at("when");
        var text = fields.text("when");
        if (node == null || text == null) {
            return null;
        }
        return switch (CelCondition.compile(text)) {
            case CelCondition condition -> {
                var why = reading.checks().strict() ? ConditionCheck.problem(condition.formula()) : null;
                if (why != null) {
                    reading.wrong(node, "when: " + why);
                }
                yield condition;
            }
            case CompiledCondition.Wrong wrong -> {
                reading.wrong(node, offset(node, wrong.column()), "when: " + wrong.message());
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
