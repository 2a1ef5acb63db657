package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Many;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All rules, compiled: which of them the words of each attribute leave standing. */
final class Index {
    private final List<Rule> rules;
    private final List<Lane> lanes = new ArrayList<>();
    private final Lane capabilities;
    private final long[] all;

    Index(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        for (var attribute : Attribute.values()) {
            if (attribute != Attribute.CAPABILITY && Lane.isNamed(attribute, rules)) {
                lanes.add(new Lane(attribute, rules));
            }
        }
        capabilities = new Lane(Attribute.CAPABILITY, rules);
        all = new long[Bits.words(rules.size())];
        Arrays.fill(all, -1);
        if (rules.size() % 64 != 0) {
            all[all.length - 1] = (1L << rules.size()) - 1;
        }
    }

    List<Rule> rules() {
        return rules;
    }

    /** The rules that everything but the capability leaves standing. */
    long[] standing(Side side) {
        var bits = all.clone();
        for (var lane : lanes) {
            var attribute = lane.attribute();
            if (attribute.many() == Many.ONE) {
                Bits.keep(bits, lane.at(side.value(attribute), side.now()));
            } else {
                lane.narrow(bits, side.values(attribute), side.now());
            }
        }
        return bits;
    }

    /** The rules that a capability leaves standing. */
    long[] standing(Capability capability) {
        return capabilities.at(capability.code(), 0);
    }

    /** The rules of these bits, in the order of their ids. */
    List<Rule> among(long[] bits) {
        var found = new ArrayList<Rule>();
        for (int word = 0; word < bits.length; word++) {
            for (long left = bits[word]; left != 0; left &= left - 1) {
                found.add(rules.get((word << 6) + Long.numberOfTrailingZeros(left)));
            }
        }
        return found;
    }

    List<String> ids(long[] bits) {
        return among(bits).stream().map(Rule::id).toList();
    }
}
