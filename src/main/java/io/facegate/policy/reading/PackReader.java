package io.facegate.policy.reading;

import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.PolicyKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one policy file. */
final class PackReader {
    private static final int MOST = 5000;

    private PackReader() {}

    /** The pack, or null after noting its mistakes. */
    static @Nullable PolicyPack read(YamlReading reading, String expectedId, byte[] bytes) {
        var root = reading.root(bytes);
        if (root == null) {
            return null;
        }
        var fields = YamlMapping.read(reading, root, "a policy file", PolicyKeys.keysOf("pack"));
        var id = fields.requiredText("pack");
        var named = fields.node("pack");
        if (id != null && named != null && !id.equals(expectedId)) {
            reading.addMistake(named, "the pack is called '" + id + "' but its file is " + expectedId + ".yaml");
        }
        var title = fields.requiredText("title");
        var binds = fields.requiredText("binds");
        var frame = new PolicyPack(
                expectedId,
                title == null ? "" : title,
                binds == null ? "" : binds,
                fields.word("status", LegalStatus::word, Arrays.asList(LegalStatus.values()), LegalStatus.IN_FORCE),
                fields.word("mode", RuleMode::word, RuleReader.MODES, RuleMode.ENFORCE),
                List.of());
        reading.cities().addAll(fields.names("cities", PackReader::isCity, "a city such as US-OR/portland"));
        var list = fields.required("rules");
        var rules = list == null ? List.<Rule>of() : rules(reading, frame, list);
        return reading.hasNoMistakes() ? frame.withRules(rules) : null;
    }

    private static boolean isCity(String place) {
        return Jurisdictions.isValid(place) && place.indexOf('/') > 0;
    }

    private static List<Rule> rules(YamlReading reading, PolicyPack frame, Node list) {
        var rules = new ArrayList<Rule>();
        var ids = new HashSet<String>();
        var items = reading.items(list, "rules");
        if (items.size() > MOST) {
            reading.addMistake(list, "more than " + MOST + " rules; split the file");
            return rules;
        }
        for (var item : items) {
            var rule = RuleReader.read(reading, frame, item);
            if (rule == null) {
                continue;
            }
            if (!ids.add(rule.id())) {
                reading.addMistake(item, "the rule id '" + rule.id() + "' is used twice");
            }
            rules.add(rule);
        }
        return rules;
    }
}
